"""What can be wrong with a file before its keywords are looked at: DBEP1001 to DBEP1014.

Source: https://yaml.org/spec/1.2.2/
"""

from dbep_ig.engine.diagnostics import Rule, Severity

SYNTAX = Rule(
    code="DBEP1001",
    name="yaml-syntax",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="Filen er ikke gyldig YAML: {problem}",
    en="The file is not valid YAML: {problem}",
    spec="https://yaml.org/spec/1.2.2/",
)
TAB = Rule(
    code="DBEP1002",
    name="yaml-tab",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="Innrykket har en tabulator, men YAML tillater bare mellomrom",
    en="The indentation contains a tab, but YAML allows only spaces",
    spec="https://yaml.org/spec/1.2.2/#61-indentation-spaces",
)
DUPLICATE_KEY = Rule(
    code="DBEP1003",
    name="yaml-duplicate-key",
    issue_type="structure",
    nb="Nøkkelen «{key}» står to ganger; den første står på linje {line}",
    en="The key `{key}` appears twice; the first is on line {line}",
    spec="https://yaml.org/spec/1.2.2/#3213-node-comparison",
)
ALIAS = Rule(
    code="DBEP1004",
    name="yaml-alias",
    issue_type="not-supported",
    nb="«{written}» er et YAML-anker eller alias, som ikke brukes her",
    en="`{written}` is a YAML anchor or alias, which is not used here",
    spec="https://yaml.org/spec/1.2.2/#71-alias-nodes",
)
TAG = Rule(
    code="DBEP1005",
    name="yaml-tag",
    issue_type="not-supported",
    nb="«{tag}» er en YAML-tagg; verdier leses som tekst, og tagger brukes ikke",
    en="`{tag}` is a YAML tag; values are read as text, and tags are not used",
    spec="https://yaml.org/spec/1.2.2/#24-tags",
)
MERGE_KEY = Rule(
    code="DBEP1006",
    name="yaml-merge-key",
    issue_type="not-supported",
    nb="Flettenøkkelen «<<» brukes ikke her",
    en="The merge key `<<` is not used here",
    spec="https://yaml.org/type/merge.html",
)
NOT_UTF_8 = Rule(
    code="DBEP1008",
    name="not-utf-8",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="Filen er ikke lagret som UTF-8 (byte {offset} er 0x{byte}); lagre den på nytt som UTF-8",
    en="The file is not saved as UTF-8 (byte {offset} is 0x{byte}); save it again as UTF-8",
    spec="https://yaml.org/spec/1.2.2/#52-character-encodings",
)
FORBIDDEN_CHARACTER = Rule(
    code="DBEP1009",
    name="yaml-forbidden-character",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="Filen har tegnet {character}, som YAML ikke tillater",
    en="The file contains the character {character}, which YAML does not allow",
    spec="https://yaml.org/spec/1.2.2/#51-character-set",
)
EMPTY_FILE = Rule(
    code="DBEP1010",
    name="yaml-empty-file",
    issue_type="structure",
    nb="Filen har ikke noe innhold",
    en="The file has no content",
)
SEVERAL_DOCUMENTS = Rule(
    code="DBEP1011",
    name="yaml-several-documents",
    issue_type="structure",
    nb="Filen har mer enn ett YAML-dokument; denne typen fil har ett",
    en="The file contains more than one YAML document; this kind of file has one",
    spec="https://yaml.org/spec/1.2.2/#91-documents",
)
COMPLEX_KEY = Rule(
    code="DBEP1012",
    name="yaml-complex-key",
    issue_type="structure",
    nb="En nøkkel skal være tekst, ikke en liste eller en gruppe av nøkler",
    en="A key must be text, not a list or a mapping",
    spec="https://yaml.org/spec/1.2.2/#3211-nodes",
)
TOO_DEEP = Rule(
    code="DBEP1013",
    name="yaml-too-deep",
    severity=Severity.FATAL,
    issue_type="too-costly",
    nb="Filen er nøstet dypere enn {limit} nivåer",
    en="The file is nested deeper than {limit} levels",
)
TOO_LARGE = Rule(
    code="DBEP1014",
    name="yaml-too-large",
    severity=Severity.FATAL,
    issue_type="too-costly",
    nb="Filen er på {size} byte; grensen er {limit}",
    en="The file is {size} bytes; the limit is {limit}",
)
HIDDEN_CHARACTER = Rule(
    code="DBEP1015",
    name="yaml-hidden-character",
    severity=Severity.WARNING,
    issue_type="structure",
    nb="Teksten har det usynlige tegnet {character}",
    en="The text contains the invisible character {character}",
    spec="https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing",
)
TYPOGRAPHIC_QUOTES = Rule(
    code="DBEP1042",
    name="yaml-typographic-quotes",
    issue_type="value",
    nb='Verdien er skrevet i {quotes}, som er vanlige tegn i YAML og ville blitt en del av den: skriv "…" i stedet',
    en='The value is in {quotes}, which are ordinary characters in YAML and would become part of it: write "…" instead',
)
SPACE_IN_INDENTATION = Rule(
    code="DBEP1043",
    name="yaml-space-in-indentation",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="Innrykket har tegnet {character}, som ser ut som et mellomrom; YAML tillater bare vanlige mellomrom",
    en="The indentation has the character {character}, which looks like a space; YAML allows only ordinary spaces",
    spec="https://yaml.org/spec/1.2.2/#61-indentation-spaces",
)
