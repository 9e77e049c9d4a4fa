"""From text to AST: lexer, parser, and the AST as compact JSON."""
