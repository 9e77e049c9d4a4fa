"""`dbep build`: the guide made from its YAML.

Imports inside functions are for start-up time.
"""

from collections.abc import Mapping
from pathlib import Path

import click

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import REPORT_FORMAT_OPTION
from dbep_ig.apps.cli.package_options import PLACE_OPTIONS, package_settings
from dbep_ig.apps.cli.parameters import Argument, Option
from dbep_ig.apps.cli.usage import Misused
from dbep_ig.apps.cli.values import Place, Port
from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.reports import format_named


@command(
    Argument(
        "folder",
        Text("MAPPE", "FOLDER"),
        Text(
            "mappa med guide.yaml, eller en under den (ellers mappa kommandoen kjøres i)",
            "the folder with guide.yaml, or one below it (default: the folder the command runs in)",
        ),
        required=False,
        default=".",
        type=Place("dir"),
    ),
    Option(
        "--no-site",
        is_flag=True,
        about=Text(
            "alt unntatt nettstedet, som tar mest tid",
            "everything except the site, which takes most of the time",
        ),
    ),
    Option(
        "--second-opinion",
        is_flag=True,
        about=Text(
            "spør også fhir.resources, fhirpathpy og jsonschema, og vis hva de er uenige i",
            "ask fhir.resources, fhirpathpy and jsonschema too, and show what they disagree with",
        ),
    ),
    Option(
        "--watch",
        is_flag=True,
        about=Text(
            "bygg på nytt hver gang noe lagres, og vis nettstedet i en nettleser på denne maskinen; avslutt med Ctrl-C",
            "build again each time something is saved, and show the site to a browser on this machine; end with Ctrl-C",
        ),
    ),
    Option(
        "--port",
        type=Port(),
        metavar="PORT",
        about=Text(
            "porten for --watch (ellers 8000, eller en ledig)",
            "the port for --watch (default: 8000, or one that is free)",
        ),
    ),
    Option(
        "--site-language",
        metavar=Text("SPRÅK", "LANGUAGE"),
        not_with="no_site",
        about=Text(
            "nettstedet bare på dette av guidens språk, som er raskere (`--lang` er språket for meldinger)",
            "the site in just this one of the guide's languages, which is faster (`--lang` is that of messages)",
        ),
    ),
    *PLACE_OPTIONS,
    REPORT_FORMAT_OPTION,
    epilog=Text(
        "Lager build/package/ (FHIR-pakken, og den samme som .tgz ved siden av), build/examples/, build/schema/\n"
        "(for redigeringsprogrammer) og build/site/. Er det feil i modellen, blir forrige pakke liggende, med filen build/FAILED ved siden av.",
        "Makes build/package/ (the FHIR package, and the same as a .tgz beside it), build/examples/, build/schema/\n"
        "(for editors) and build/site/. With errors in the model the earlier package stays, with the file build/FAILED beside it.",
    ),
)
def run(arguments: Arguments, console: Console) -> int:
    """Builds, then says what was found and where things are. -> 0, 1 with errors in the YAML, 2 if nothing could be built.

    With --watch: again and again. -> 0 when it is interrupted, 2 if there is no guide or the port is not free.
    """
    if arguments.port is not None and not arguments.watch:
        raise Misused(
            Text("--port brukes bare sammen med --watch", "--port is for --watch alone"),
            click.get_current_context(),
        )
    from dbep_ig import build
    from dbep_ig.host.guide_source import find_checkout

    try:
        folder = Path(arguments.folder).absolute()
    except OSError:
        console.note(
            Text(
                "dbep build: mappa kommandoen kjøres i, finnes ikke lenger",
                "dbep build: the folder that the command runs in is no longer there",
            )
        )
        return 2
    root = find_checkout(folder)
    target = None if root is None else root / "build"
    if arguments.watch and root is not None and target is not None:
        from dbep_ig.apps.cli.watching import Watching

        watching = Watching(
            root,
            target,
            package_settings(arguments, console),
            console,
            format_named(arguments.format),
            site=not arguments.no_site,
            language=arguments.site_language,
        )
        return watching.run(arguments.port)
    built = build.guide(
        folder,
        into=target,
        site=not arguments.no_site,
        second_opinion=arguments.second_opinion,
        site_language=arguments.site_language,
        package_settings=package_settings(arguments, console),
        say=console.progress,
    )
    report = built.report.engine
    console.write(format_named(arguments.format).render(report, console.language, colour=console.colour))
    if built.counts and target is not None:
        console.note(_counted(built.counts, all_as_expected=not report.has_errors))
        console.note(Text(f"pakke: {target / 'package'}", f"package: {target / 'package'}"))
    elif target is not None:
        console.note(_not_built(target))
    if built.site is not None:
        console.note(Text(f"nettsted: {built.site / 'index.html'}", f"site: {built.site / 'index.html'}"))
    if (
        not built.counts and not report.documents
    ):  # nothing was read: no guide, no R4, a package that cannot be used
        return 2
    if any(issue.rule is build.NO_SUCH_LANGUAGE for issue in report.issues):
        return 2
    return 1 if report.has_errors else 0


def _not_built(target: Path) -> Text:
    """That nothing new is in the build folder, and whether something old is."""
    if not (target / "package" / "package.json").is_file():
        return Text("Guiden ble ikke bygd.", "The guide was not built.")
    return Text(
        f"Guiden ble ikke bygd. {target} inneholder fortsatt forrige bygging.",
        f"The guide was not built. {target} still contains the previous build.",
    )


def _counted(counts: Mapping[str, int], *, all_as_expected: bool) -> Text:
    """What was made; with invalid examples, that they fail as they must."""
    made = Text(
        "klasser: {classes}, ressurser: {resources}, eksempler: {examples}".format(**counts),
        "classes: {classes}, resources: {resources}, examples: {examples}".format(**counts),
    )
    if not all_as_expected or not counts["invalid"]:
        return made
    return Text(
        f"{made.nb} ({counts['invalid']} av dem skal feile, og feiler slik de skal)",
        f"{made.en} ({counts['invalid']} of them must fail, and fail as expected)",
    )
