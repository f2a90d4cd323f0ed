"""The words by which English reports what somebody says."""

from __future__ import annotations

from functools import lru_cache

from bot.terms import stem

_SAYING = """say tell add warn argue claim explain note insist stress promise vow pledge deny confirm acknowledge
    concede admit contend complain conclude declare announce assert maintain reiterate repeat respond
    reply answer write tweet testify emphasize emphasise state mention observe remark report reveal
    estimate caution counter quip joke lament recall predict suggest propose believe think hope fear agree
    disagree assure inform recommend wonder ask demand urge exclaim shout whisper mutter indicate hint
    signal disclose boast brag allege protest retort interject plead opine affirm swear advise underscore
    underline highlight echo interpose recount specify clarify elaborate reason muse speculate calculate
    show find reckon worry figure point vent grumble gripe chide implore beg rule guess chant sing
    summarize expect summarise read"""
_JUDGING = """call describe criticize criticise accuse praise blast slam condemn dismiss defend question express
    characterize characterise present portray caveat denounce mock ridicule laud hail applaud reject
    oppose support favor favour welcome endorse attack blame credit compare liken label brand term deem
    consider view see cite refer speak talk discuss name frame regard doubt expect want vow seek apologize
    apologise commend attribute contest dispute refuse decline threaten outline back plan intend aim
    commit prefer like hate love dislike rail lash scoff sneer tout trumpet play shrug brush decry bemoan
    lambast lambaste rip ding hit warn hammer pan peg pitch invoke pronounce proclaim champion tweak
    needle swipe shoot fire offer object charge"""

_IRREGULAR = {
    "said": "say",
    "told": "tell",
    "wrote": "write",
    "written": "write",
    "thought": "think",
    "swore": "swear",
    "saw": "see",
    "seen": "see",
    "found": "find",
    "held": "hold",
    "shown": "show",
    "begged": "beg",
    "shot": "shoot",
    "spoke": "speak",
    "spoken": "speak",
    "sought": "seek",
}

SAYING = frozenset(map(stem, _SAYING.split()))
"""Stems of verbs that take what is said as a clause or a quotation."""

JUDGING = frozenset(map(stem, _JUDGING.split()))
"""Stems of verbs that tell what somebody says of something."""

REPORTING = SAYING | JUDGING

STRONG = frozenset(map(stem, "say tell add warn explain note write tweet reply respond declare announce".split()))
"""Verbs that hardly ever do anything but report."""

IMPERSONAL = frozenset(
    map(
        stem,
        """rule inform hold reason report specify object offer charge calculate point read find show observe
    indicate signal propose maintain continue expect recommend disclose state note figure claim confirm
    conclude estimate predict suggest reveal repeat put agree answer believe hope fear order demand advise
    declare clarify vent guess recall wonder protest announce describe express present question support
    consider view see cite refer name frame regard want plan seek aim prefer play hit commit back brand
    term characterize characterise compare credit attribute address limit doubt decline refuse contest
    dispute intend outline favor favour like love threaten label brush peg pan pitch needle swipe shoot
    fire hammer rip ding tout champion deem invoke pronounce discuss talk speak reject oppose welcome
    attack""".split(),
    )
)
"""Stems of those that rules, reports and papers use as well, of what nobody says."""

NOUNS = frozenset(
    map(
        stem,
        """charge statement remark comment warning announcement claim argument promise pledge assertion view
    opinion version message speech assessment belief demand call insistence suggestion complaint criticism
    response reply answer tweet letter testimony contention accusation allegation admission denial
    declaration conclusion acknowledgment position word assurance proposal prediction hope fear plea
    report formulation phrase telling estimation""".split(),
    )
)
"""Stems of nouns for what somebody says."""

DENYING = frozenset(map(stem, "deny refute disavow repudiate rebut apologize apologise".split()))
"""Stems of verbs of those who say that something is not so."""

REFUSING = frozenset(map(stem, "refuse decline fail forget neglect stop avoid hesitate".split()))
"""Stems of verbs of those who do not say what follows."""

HONORIFICS = frozenset(
    """councillor councilor alderman mr mrs ms miss dr sen senator rep representative gov governor gen
    general president secretary speaker minister ambassador judge justice mayor chancellor premier prime
    vice lt col capt adm admiral king queen pope rev reverend prof professor sir lord lady sheriff
    attorney congressman congresswoman chairman chairwoman sens reps govs delegate councilman councilwoman
    commissioner director cardinal archbishop bishop prince princess emperor sultan sheikh ayatollah
    comrade madam deputy mme m""".split()
)
"""Words before a name that belong to it."""

ABBREVIATED = {
    "gov": "governor",
    "sen": "senator",
    "rep": "representative",
    "gen": "general",
    "sens": "senator",
    "reps": "representative",
    "amb": "ambassador",
    "lt": "lieutenant",
}
"""Titles as they stand before a name, by which nobody is called without it."""

OFFICES = frozenset(
    """president minister secretary ambassador chancellor premier spokesman spokeswoman spokesperson senator
    governor mayor chairman chairwoman chair director commissioner representative envoy king queen pope
    general admiral leader congressman congresswoman lawmaker attorney speaker judge justice prosecutor
    candidate nominee adviser advisor manager strategist officer executive head chief deputy counsel
    treasurer commander lieutenant sheriff negotiator diplomat professor analyst expert activist pollster
    historian economist whip clerk principal bishop pastor aide lawyer consultant researcher scholar
    doctor nurse reporter columnist farmer machinist owner worker mother father widow veteran student
    teacher resident voter physicist chemist engineer priest rabbi imam sponsor author delegate lobbyist
    donor volunteer organizer juror detective superintendent controller comptroller man woman official
    dissident defector interpreter""".split()
)
"""Nouns for what somebody is, by which a text may call a person whom it has named."""

GROUPS = frozenset(
    map(
        stem,
        """official critic supporter opponent ally voter aide adviser lawmaker democrat republican conservative
    liberal campaign committee department ministry administration government court agency office
    commission council parliament congress senate house party union group coalition organization
    organisation association company newspaper report poll survey study analyst expert observer leader
    minister diplomat activist advocate source police prosecutor investigator witness document memo email
    resident neighbor family friend worker employee researcher scientist economist historian lawyer
    embassy bureau board panel tribunal bank fund institute university foundation statement letter
    editorial paper magazine network military army regime capital camp team staff side version nation
    country state delegate ambassador senator governor representative intelligence white kremlin pentagon
    spokesman spokeswoman spokesperson strategist reporter journalist man woman people person farmer
    student teacher veteran mother father businessman donor insider filing audit lawsuit page communique
    summit delegation complaint indictment ad commercial brochure website watchdog""".split(),
    )
)
"""Stems of nouns for those, and that, which may say something without being named."""

MONTHS = frozenset(
    """january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday""".split()
)
"""Words of dates, which the parser may take for somebody."""

MASCULINE = frozenset("mr congressman chairman councilman king pope lord sir prince".split())
FEMININE = frozenset("mrs ms miss congresswoman chairwoman councilwoman queen lady princess mme madam".split())

HE, SHE, THEY, IT = (
    frozenset({"he", "his", "him"}),
    frozenset({"she", "her", "hers"}),
    frozenset({"they", "their", "them", "both"}),
    frozenset({"it", "its"}),
)
RELATIVES = frozenset({"who", "that", "which", "whom"})
FIRST = frozenset({"i", "we", "my", "our", "us", "me"})
PRONOUNS = HE | SHE | THEY | IT | FIRST
"""Those that may stand for a speaker."""

OTHERS = frozenset({"you", "your", "this", "that", "these", "those", "there", "what", "nobody", "everyone"})
"""Pronouns that name nobody as a speaker."""


def verb_stem(word: str) -> str:
    """Return the stem of a verb's form."""
    lower = word.lower()
    return stem(_IRREGULAR.get(lower, lower))


@lru_cache(maxsize=50_000)
def may_report(word: str) -> bool:
    """Tell whether a word, in small letters, may tell that somebody says something."""
    return word == "according" or is_remark(word) or verb_stem(word) in REPORTING


def is_honorific(word: str) -> bool:
    """Tell whether a word before a name belongs to it, as “Sen.” does; an office with a capital is a title there."""
    plain = word.lower().rstrip(".")
    return plain in HONORIFICS or (word[:1].isupper() and plain in OFFICES)


def is_remark(word: str) -> bool:
    """Tell whether a noun is for what somebody says; “critics” have the stem of “criticism”."""
    return stem(word) in NOUNS and word not in ("critic", "critics")
