"""Documents from a web server: what comes, what is refused, and what the server is asked."""

import codecs
import gzip
import itertools
import ssl
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from encodings.aliases import aliases
from pathlib import PurePath
from urllib.parse import quote

import httpcore
import httpx
import pytest
import trustme
from hypothesis import given, settings
from hypothesis import strategies as st
from web import response, serving

from bot.errors import AddressError
from bot.fetching import AGENT, Fetcher, Limits
from bot.fetching.charset import in_utf8
from bot.fetching.naming import SUFFIX_OF, charset, name_of
from bot.loading import is_supported, read_bytes
from bot.loading.formats import FORMATS

TEXT = "The ministers met in a hall by the sea.\n\nThey agreed to meet again.\n"
PUBLIC = "93.184.216.34"
PATIENT = Limits(delay=0.0)


@pytest.fixture
def site():
    with serving() as served:
        yield served


def fetcher(limits=PATIENT, **given):
    return Fetcher(**{"allow_private": True, "limits": limits, "sleep": lambda seconds: None} | given)


class Rerouted(httpcore.SyncBackend):
    """The internet, of which one public address is there and is the tests' own server; no other can be reached."""

    def connect_tcp(self, host, port, *more, **named):
        return super().connect_tcp({PUBLIC: "127.0.0.1"}[host], port, *more, **named)


def public_by(mapping):
    """A resolver that gives each host the addresses of its turn; it stands for the internet's."""
    turns = {host: iter(answers) for host, answers in mapping.items()}
    return lambda host, port: next(turns[host])


def refused(address, **given):
    with pytest.raises(AddressError) as error:
        fetcher(**given).fetch(address)
    return error.value


def test_a_text_comes_with_its_name_its_address_and_the_day(site):
    before = datetime.now(UTC).date()
    found = fetcher().fetch(site.give("/press/statement.txt", TEXT) + "#second")
    assert found.data.decode("utf-8-sig") == TEXT
    assert (found.name, found.address) == ("statement.txt", site.url("/press/statement.txt"))
    assert before.isoformat() <= found.retrieved <= datetime.now(UTC).date().isoformat()


def test_the_server_is_told_who_asks_and_asked_for_no_more(site):
    fetcher().fetch(site.give("/a.txt", TEXT))
    robots, asked = site.asked
    assert (robots.path, asked.path) == ("/robots.txt", "/a.txt")
    assert asked.headers["user-agent"] == AGENT
    assert asked.headers["host"] == f"127.0.0.1:{site.port}"
    assert "policy-brief-bot/" in AGENT
    assert not {"cookie", "referer", "authorization"} & asked.headers.keys()


@pytest.mark.parametrize(
    ("path", "kind", "more", "name"),
    [
        ("/a.txt", "text/plain", {}, "a.txt"),
        ("/a", "text/markdown; charset=utf-8", {}, "a.md"),
        ("/readme.md", "text/plain", {}, "readme.md"),
        ("/notes.txt", None, {}, "notes.txt"),
        ("/notes.txt", "application/octet-stream", {}, "notes.txt"),
        ("/view.do?seq=3", "text/plain", {}, "view.txt"),
        ("/", "text/plain", {}, "127.0.0.1.txt"),
        ("/2017/index.html", "text/plain", {}, "127.0.0.1 index.txt"),
        ("/12345", "text/plain", {}, "127.0.0.1 12345.txt"),
        (
            "/a",
            "text/plain",
            {"Content_Disposition": 'attachment; filename="../../etc/The Statement.txt"'},
            "The Statement.txt",
        ),
        (
            "/a",
            "text/plain",
            {"Content_Disposition": "attachment; filename*=UTF-8''d%C3%A9claration.txt"},
            "déclaration.txt",
        ),
        ("/%2e%2e%2fpasswd%00.txt", "text/plain", {}, "passwd.txt"),
    ],
)
def test_a_document_is_named_by_its_server_else_by_its_address(site, path, kind, more, name):
    site.give(path, TEXT, kind, **more)
    assert fetcher().fetch(site.url(path)).name == name


VISIBLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"))


@settings(deadline=None)
@given(st.sampled_from([*SUFFIX_OF, "application/octet-stream", ""]), VISIBLE, VISIBLE, VISIBLE)
def test_whatever_a_server_says_a_document_has_a_plain_name_or_is_refused(kind, proposed, more, path):
    headers = httpx.Headers(
        [
            (b"content-type", f"{kind}; {more}".encode("latin-1")),
            (b"content-disposition", f"attachment; {more}; filename{proposed}".encode("latin-1")),
        ]
    )
    try:
        name = name_of(httpx.URL(f"https://example.org/{quote(path, safe='/%')}"), headers)
    except AddressError:
        return
    assert is_supported(PurePath(name))
    assert len(name) < 200
    assert not name.startswith(".")
    assert not set(name) & set("/\\:\0\n")


@settings(deadline=None)
@given(st.one_of(VISIBLE, st.sampled_from(sorted(set(aliases.values())))), VISIBLE)
def test_whatever_character_set_a_server_names_its_text_stays_or_comes_with_a_mark(name, more):
    headers = httpx.Headers([(b"content-type", f"text/plain; charset={name}; {more}".encode("latin-1"))])
    named = charset(headers, "a.txt")
    data = in_utf8(b"The sea was calm.", named)
    assert data == b"The sea was calm." or data.startswith(codecs.BOM_UTF8)


def test_every_format_that_is_read_from_files_has_a_media_type():
    told = set(SUFFIX_OF.values())
    assert [each.name for each in FORMATS if not told & set(each.suffixes)] == []


@pytest.mark.parametrize("kind", ["image/png", "application/zip", "text/css", "video/mp4", "application/json", None])
def test_what_is_no_document_is_refused_and_named(site, kind):
    error = refused(site.give("/a", b"\x89PNG", kind))
    assert site.url("/a") in error.message
    assert ".txt" in error.hint
    assert kind is None or kind in error.message


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("iso-8859-1", "“Déjà vu” – à bientôt"),
        ("windows-1252", "“Déjà vu”"),
        ("koi8-r", "Встреча министров"),
        ("utf-16-le", "été"),
    ],
)
def test_the_character_set_that_the_server_names_is_taken(site, charset, text):
    encoded = text.encode("cp1252" if charset == "iso-8859-1" else charset)
    found = fetcher().fetch(site.give("/a.txt", encoded, f"text/plain; charset={charset}"))
    assert read_bytes(found.data, found.name).text == text


@pytest.mark.parametrize("charset", ["no-such-set", "utf-32", "hex", "idna", "unicode_escape", '"'])
def test_a_character_set_that_is_wrong_leaves_the_text_to_its_reader(site, charset):
    data = "Un été à Genève.".encode()
    assert fetcher().fetch(site.give("/a.txt", data, f"text/plain; charset={charset}")).data == data


def test_a_character_set_is_for_text_only(site):
    data = b"{\\rtf1\\ansi The sea was calm.}"
    assert fetcher().fetch(site.give("/a", data, "text/rtf; charset=iso-8859-1")).data == data


def test_a_packed_document_is_unpacked(site):
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "/gzip.txt": ("gzip", gzip.compress(TEXT.encode())),
        "/zlib.txt": ("deflate", zlib.compress(TEXT.encode())),
        "/deflate.txt": ("deflate", raw.compress(TEXT.encode()) + raw.flush()),
        "/plain.txt": ("identity", TEXT.encode()),
    }
    for path, (coding, data) in packed.items():
        address = site.give(path, data, Content_Encoding=coding)
        assert fetcher().fetch(address).data.decode("utf-8-sig") == TEXT


# What is too much


def test_a_body_larger_than_allowed_is_refused_by_its_length_before_it_is_read(site):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 999999999999\r\n\r\n"
    site.paths["/a"] = lambda exchange: exchange.send(head)
    assert "larger than 1,000 bytes" in refused(site.url("/a"), limits=Limits(size=1000)).message


def test_a_body_without_a_length_is_read_up_to_the_limit_only(site):
    sent = []

    def endless(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while not site.stopping.is_set() and exchange.send(b"words " * 2000):
            sent.append(12_000)

    site.paths["/a"] = endless
    assert "larger than 0.1 MB" not in refused(site.url("/a"), limits=Limits(size=100_000)).message
    assert "larger than 100,000 bytes" in refused(site.url("/a"), limits=Limits(size=100_000)).message
    assert sum(sent) < 50_000_000


def test_chunks_without_end_are_read_up_to_the_limit_only(site):
    def endless(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not site.stopping.is_set() and exchange.send(b"400\r\n" + b"w" * 1024 + b"\r\n"):
            pass

    site.paths["/a"] = endless
    assert "larger than" in refused(site.url("/a"), limits=Limits(size=100_000)).message


def test_a_gzip_bomb_is_unpacked_up_to_the_limit_only(site):
    bomb = gzip.compress(b"\0" * 100_000_000)
    assert len(bomb) < 200_000
    address = site.give("/a.txt", bomb, Content_Encoding="gzip")
    assert "larger than 1 MB" in refused(address, limits=Limits(size=1_000_000)).message


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "compress"])
def test_a_packing_that_was_not_asked_for_is_refused(site, coding):
    assert coding in refused(site.give("/a.txt", gzip.compress(b"a"), Content_Encoding=coding)).message


def test_a_body_that_drips_is_given_up_after_the_whole_time(site):
    def drip(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while exchange.send(b"w") and not site.stopping.wait(0.05):
            pass

    site.paths["/a"] = drip
    assert "takes too long" in refused(site.url("/a"), limits=Limits(seconds=0.5)).message


def test_headers_that_drip_are_given_up_after_the_whole_time(site):
    def drip(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        while exchange.send(b"w") and not site.stopping.wait(0.05):
            pass

    site.paths["/a"] = drip
    assert "takes too long" in refused(site.url("/a"), limits=Limits(seconds=0.5)).message


def test_a_server_that_says_nothing_is_given_up_after_the_whole_time(site):
    site.paths["/a"] = lambda exchange: site.stopping.wait()
    error = refused(site.url("/a"), limits=Limits(seconds=0.3))
    assert site.url("/a") in error.message
    assert "takes too long" in error.message


def test_a_resolver_that_does_not_answer_is_given_up_after_the_whole_time(site):
    slow = fetcher(Limits(seconds=0.2), resolver=lambda *_: list(str(site.stopping.wait(5))))
    with pytest.raises(AddressError, match="takes too long"):
        slow.fetch("http://slow.example/")


def test_headers_without_end_are_refused(site):
    def endless(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\n")
        for number in itertools.count():
            if site.stopping.is_set() or not exchange.send(b"X-%d: %s\r\n" % (number, b"a" * 5000)):
                return

    site.paths["/a"] = endless
    assert "damaged" in refused(site.url("/a")).message


# What is broken


def test_a_body_that_breaks_off_is_refused(site):
    whole = response(TEXT.encode(), {"Content-Type": "text/plain"})
    site.paths["/a"] = lambda exchange: exchange.send(whole[:-10])
    assert "incomplete or damaged" in refused(site.url("/a")).message


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:-9],
        lambda packed: packed[:20] + b"\xff" * 20,
        lambda packed: packed + packed,
        lambda packed: b"no gzip",
    ],
)
def test_a_packed_body_that_is_damaged_is_refused(site, damage):
    address = site.give("/a.txt", damage(gzip.compress(TEXT.encode() * 10)), Content_Encoding="gzip")
    assert "incomplete or damaged" in refused(address).message


@pytest.mark.parametrize("answer", [b"", b"no http at all\r\n\r\n", b"HTTP/1.1 two hundred\r\n\r\n", b"\0" * 100])
def test_what_is_no_http_is_refused(site, answer):
    site.paths["/a"] = lambda exchange: exchange.send(answer)
    assert site.url("/a") in refused(site.url("/a")).message


@pytest.mark.parametrize(
    ("status", "told", "advice"),
    [
        ("404 Not Found", "nothing at", "Check"),
        ("410 Gone", "gone", "Check"),
        ("401 Unauthorized", "logs in", "browser"),
        ("403 Forbidden", "not given to programs", "browser"),
        ("451 Unavailable", "law", "browser"),
        ("500 Internal Server Error", "500", "later"),
        ("503 Unavailable", "503", "later"),
        ("429 Too Many Requests", "too often", "later"),
        ("204 No Content", "204", "browser"),
        ("206 Partial Content", "206", "browser"),
        ("300 Multiple Choices", "300", "browser"),
    ],
)
def test_a_status_that_gives_no_document_is_told_with_what_to_do(site, status, told, advice):
    error = refused(site.give("/a.txt", TEXT, status=status))
    assert site.url("/a.txt") in error.message
    assert told in error.message
    assert advice in error.hint


def test_nobody_listening_is_told():
    with serving() as gone:
        address = gone.url("/a.txt")
    assert f"{address} cannot be reached" in refused(address).message


def test_a_name_that_leads_nowhere_is_told():
    def nowhere(host, port):
        raise OSError("no such host")

    assert "cannot be reached" in refused("http://nowhere.example/", resolver=nowhere).message
    assert "cannot be reached" in refused("http://nowhere.example/", resolver=lambda host, port: []).message


# A busy server


def test_a_busy_server_is_asked_once_more_after_the_time_that_it_asks_for(site):
    slept, answers = [], iter(["429 Too Many Requests", "200 OK"])
    site.paths["/a.txt"] = lambda exchange: exchange.send(
        response(TEXT.encode(), {"Content-Type": "text/plain", "Retry-After": "3"}, next(answers))
    )
    assert fetcher(sleep=slept.append).fetch(site.url("/a.txt")).data.decode() == TEXT
    assert slept == [3.0]


def test_a_server_that_stays_busy_is_asked_twice_only(site):
    address = site.give("/a.txt", TEXT, status="503 Unavailable", Retry_After="1")
    assert refused(address).hint == "Try again after 1 s."
    assert site.counted("/a.txt") == 2


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_server_that_wants_to_be_left_alone_for_long_is(site, form):
    when = format_datetime(datetime.now(UTC) + timedelta(days=3), usegmt=True) if form == "date" else str(3 * 86_400)
    address = site.give("/a.txt", TEXT, status="429 Too Many Requests", Retry_After=when)
    assert 2 * 86_400 < int(refused(address).hint.split()[3]) <= 3 * 86_400
    assert site.counted("/a.txt") == 1


@pytest.mark.parametrize("when", ["soon", "", "-5", "Mon, 99 Foo", "Sat, 28 Nov 2026 02:00:00"])
def test_a_time_to_wait_that_cannot_be_read_is_none(site, when):
    assert (
        refused(site.give("/a.txt", TEXT, status="429 Too Many Requests", Retry_After=when)).hint == "Try again later."
    )


# Redirects


def test_a_redirect_is_followed_and_its_end_is_the_address(site):
    site.give("/old", status="301 Moved", Location="/new.txt")
    site.give("/new.txt", TEXT)
    assert fetcher().fetch(site.url("/old")).address == site.url("/new.txt")


def test_a_loop_of_redirects_is_left(site):
    site.give("/a", status="302 Found", Location="/b")
    site.give("/b", status="302 Found", Location="/a")
    assert "more than 5 times" in refused(site.url("/a")).message
    assert site.counted("/a") + site.counted("/b") == 6


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "http://0x7f.1/", "http://a:b@127.0.0.1/", "http://[", ""]
)
def test_a_redirect_to_what_is_not_fetched_is_refused(site, target):
    address = site.give("/a", status="302 Found", Location=target)
    assert refused(address)


def test_a_redirect_to_a_private_network_is_refused_before_it_is_asked(site):
    site.give("/a", status="302 Found", Location=f"http://inside.example:{site.port}/secret.txt")
    site.give("/secret.txt", TEXT)
    seen = []

    def resolver(host, port):
        seen.append(host)
        return {"outside.example": [PUBLIC], "inside.example": ["127.0.0.1"]}[host]

    error = refused(site.url("/a", "outside.example"), allow_private=False, resolver=resolver, network=Rerouted())
    assert "inside.example is an address of this machine or of a private network" in error.message
    assert seen[-1] == "inside.example"
    assert site.counted("/secret.txt") == 0


# Private networks


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.0.0.1.", "[::ffff:127.0.0.1]"])
def test_this_machine_is_refused_unless_private_addresses_are_allowed(site, host):
    site.give("/a.txt", TEXT)
    error = refused(site.url("/a.txt", host), allow_private=False)
    assert "private network" in error.message
    assert "BOT_ALLOW_PRIVATE_ADDRESSES=1" in error.hint
    assert site.asked == []


def test_a_name_with_a_public_and_a_private_address_is_refused(site):
    error = refused(site.url("/", "x.example"), allow_private=False, resolver=lambda *_: [PUBLIC, "127.0.0.1"])
    assert "private network" in error.message
    assert site.asked == []


def test_a_name_that_turns_private_between_two_requests_is_refused_at_the_second(site):
    """The rebinding: robots.txt is asked at a public address, and the name then leads to this machine."""
    resolver = public_by({"rebinding.example": [[PUBLIC], ["127.0.0.1"]]})
    error = refused(site.url("/a.txt", "rebinding.example"), allow_private=False, resolver=resolver, network=Rerouted())
    assert "private network" in error.message
    assert [each.path for each in site.asked] == ["/robots.txt"]


def test_the_connection_goes_to_the_address_that_was_checked_and_names_the_host(site):
    """Each request resolves once; were the name resolved again to connect, the resolver would have no answer left."""
    site.give("/a.txt", TEXT)
    resolver = public_by({"once.example": [[PUBLIC], [PUBLIC]]})
    found = fetcher(allow_private=False, resolver=resolver, network=Rerouted()).fetch(
        site.url("/a.txt", "once.example")
    )
    assert found.data.decode("utf-8-sig") == TEXT
    assert {each.headers["host"] for each in site.asked} == {f"once.example:{site.port}"}


def test_the_next_address_of_a_name_is_tried_where_the_first_does_not_answer(site):
    site.give("/a.txt", TEXT)
    with serving() as gone:
        pass
    found = fetcher(resolver=lambda host, port: ["::1", "127.0.0.1"]).fetch(site.url("/a.txt", "two.example"))
    assert found.data.decode("utf-8-sig") == TEXT
    assert gone.asked == []


def test_no_proxy_of_the_environment_is_used(site, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example:3128")
    assert fetcher().fetch(site.give("/a.txt", TEXT)).name == "a.txt"


# Encryption


@pytest.fixture
def authority(monkeypatch, tmp_path):
    """An authority of the tests' own, which the environment names as one that is trusted."""
    own = trustme.CA()
    own.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return own


def encrypted(authority, host, named=None):
    """What a server with a certificate for a host needs; the names that it is asked for go to `named`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    context.sni_callback = lambda connection, name, _: named.append(name) if named is not None else None
    return context


def test_an_encrypted_server_is_asked_by_its_name_at_the_address_that_was_checked(authority):
    named = []
    with serving(encrypted(authority, "secure.example", named)) as site:
        site.give("/a.txt", TEXT)
        one = fetcher(allow_private=False, resolver=lambda host, port: [PUBLIC], network=Rerouted())
        found = one.fetch(site.url("/a.txt", "secure.example"))
    assert found.data.decode("utf-8-sig") == TEXT
    assert found.address.startswith("https://secure.example:")
    assert set(named) == {"secure.example"}


def test_a_certificate_of_another_name_is_not_trusted(authority):
    with serving(encrypted(authority, "other.example")) as site:
        site.give("/a.txt", TEXT)
        error = refused(site.url("/a.txt", "secure.example"), resolver=lambda host, port: ["127.0.0.1"])
        assert "no certificate that can be trusted" in error.message
        assert site.asked == []


def test_a_certificate_of_nobody_s_is_not_trusted(authority):
    with serving(encrypted(trustme.CA(), "secure.example")) as site:
        error = refused(site.url("/a.txt", "secure.example"), resolver=lambda host, port: ["127.0.0.1"])
    assert "no certificate that can be trusted" in error.message


def test_a_redirect_from_an_encrypted_address_to_a_plain_one_is_refused(authority, site):
    with serving(encrypted(authority, "secure.example")) as secure:
        secure.give("/a", status="302 Found", Location=site.give("/plain.txt", TEXT))
        error = refused(secure.url("/a", "secure.example"), resolver=lambda host, port: ["127.0.0.1"])
    assert "not encrypted" in error.message
    assert site.asked == []


# Manners


def test_what_a_site_asks_robots_not_to_fetch_is_not_fetched(site):
    site.give("/robots.txt", "User-agent: policy-brief-bot\nDisallow: /private/*.txt$\n")
    site.give("/private/a.txt", TEXT)
    error = refused(site.url("/private/a.txt"))
    assert "robots.txt" in error.message
    assert site.counted("/private/a.txt") == 0


def test_a_rule_for_others_and_a_longer_allowance_let_a_document_pass(site):
    site.give("/robots.txt", "User-agent: *\nDisallow: /a\nAllow: /a/open\nUser-agent: other\nDisallow: /\n")
    assert fetcher().fetch(site.give("/a/open.txt", TEXT)).name == "open.txt"


def test_a_redirect_is_held_to_the_rules_of_where_it_leads(site):
    site.give("/robots.txt", "User-agent: *\nDisallow: /b\n")
    site.give("/a", status="302 Found", Location="/b.txt")
    assert "robots.txt" in refused(site.url("/a")).message


@pytest.mark.parametrize("status", ["500 Internal Server Error", "429 Too Many Requests"])
def test_a_site_that_fails_to_give_its_rules_is_left_alone(site, status):
    site.give("/robots.txt", status=status)
    assert "robots.txt" in refused(site.give("/a.txt", TEXT)).message
    assert site.counted("/a.txt") == 0


def test_rules_that_were_moved_are_followed(site):
    site.give("/robots.txt", status="301 Moved", Location="/rules.txt")
    site.give("/rules.txt", gzip.compress(b"User-agent: *\nDisallow: /"), Content_Encoding="gzip")
    assert "robots.txt" in refused(site.give("/a.txt", TEXT)).message


def test_rules_that_lead_in_a_circle_are_none(site):
    site.give("/robots.txt", status="301 Moved", Location="/robots.txt")
    assert fetcher().fetch(site.give("/a.txt", TEXT)).name == "a.txt"


def test_rules_are_asked_for_once_for_all_documents_of_an_hour(site):
    now = [1000.0]
    one = fetcher(Limits(delay=0), clock=lambda: now[0])
    for number in range(3):
        one.fetch(site.give(f"/{number}.txt", TEXT))
    assert site.counted("/robots.txt") == 1
    now[0] += 4000
    one.fetch(site.url("/1.txt"))
    assert site.counted("/robots.txt") == 2


def test_documents_of_one_host_are_asked_for_with_a_pause_between(site):
    slept = []
    one = fetcher(Limits(delay=2.0), clock=lambda: 5.0, sleep=slept.append)
    for number in range(3):
        one.fetch(site.give(f"/{number}.txt", TEXT))
    assert slept == [2.0, 4.0]


def test_a_site_may_ask_for_a_longer_pause_and_not_for_any(site):
    for asked, pause in (("4", 4.0), ("86400", 10.0), ("nan", 0.0), ("-7", 0.0)):
        slept = []
        site.give("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\n")
        one = fetcher(clock=lambda: 5.0, sleep=slept.append)
        for _ in range(2):
            one.fetch(site.give("/a.txt", TEXT))
        assert slept == [pause] * bool(pause)
