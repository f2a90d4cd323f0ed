"""Which addresses are fetched, and which are refused."""

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import AddressError
from bot.fetching import is_public, parse
from bot.fetching.connecting import CheckedBackend, Deadline

LOCAL = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "::/128",
    "::1/128",
    "::ffff:0:0/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/32",
    "2001:db8::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]
V4 = [network for network in LOCAL if ":" not in network]


def addresses_in(networks):
    """Any address of any of these networks."""
    return st.sampled_from([ipaddress.ip_network(network) for network in networks]).flatmap(
        lambda network: st.integers(0, network.num_addresses - 1).map(lambda number: network[number])
    )


@settings(deadline=None)
@given(addresses_in(LOCAL))
def test_no_address_of_a_machine_or_of_a_private_network_is_public(address):
    assert not is_public(str(address))


@settings(deadline=None)
@given(addresses_in(V4), st.sampled_from(["::ffff:0:0", "64:ff9b::", "::"]))
def test_a_private_address_is_not_public_in_any_spelling_of_ipv6(address, prefix):
    assert not is_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) + int(address))))


@settings(deadline=None)
@given(addresses_in(V4))
def test_a_private_address_is_not_public_in_a_tunnel(address):
    assert not is_public(str(ipaddress.IPv6Address((0x2002 << 112) + (int(address) << 80))))
    assert not is_public(str(ipaddress.IPv6Address((0x2001 << 112) + (int(address) ^ 0xFFFF_FFFF))))


@pytest.mark.parametrize("address", ["8.8.8.8", "192.0.3.1", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "fe80::1%eth0", "2606:4700::1111%1", "1.2.3", "0x7f.1"])
def test_what_is_no_plain_address_is_not_public(text):
    assert not is_public(text)


@settings(deadline=None)
@given(addresses_in(LOCAL))
def test_the_connection_to_such_an_address_is_refused_whatever_its_name(address):
    backend = CheckedBackend(Deadline(10), lambda host, port: ["93.184.216.34", str(address)], allow_private=False)
    with pytest.raises(AddressError, match=r"name\.example is an address of this machine or of a private network"):
        backend.connect_tcp("name.example", 80)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" https://Example.ORG/a?b=c#d ", "https://example.org/a?b=c"),
        ("https://example.org./a", "https://example.org/a"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://bücher.example/é", "https://xn--bcher-kva.example/%C3%A9"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_address_has_one_spelling(written, read):
    assert str(parse(written)) == read


@pytest.mark.parametrize(
    "host",
    [
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "127.1",
        "0177.0.0.1",
        "127.0.0.1.0x0",
        "1.2.3.256",
        "127.0.0.08",
        "１２７.0.0.1",
        "①②⑦.0.0.1",
        "127。0。0。0x1",
        "[::1%25eth0]",
        "[fe80::1%eth0]",
        "a..b",
        ".example.org",
        "",
        ".",
    ],
)
def test_an_odd_spelling_of_a_host_is_refused(host):
    with pytest.raises(AddressError):
        parse(f"http://{host}/")


@pytest.mark.parametrize(
    "written",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/plain,hello",
        "//example.org/",
        "example.org",
        "https:example.org",
        "https://exa mple.org/",
        "https://example.org/a\\b",
        "https://example.org\\@10.0.0.1/",
        "https://example.org/\r\nHost: other.example",
        "https://example.org/\x00",
        "https://example.org:25/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://[::1",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_what_is_no_address_of_a_document_is_refused(written):
    with pytest.raises(AddressError) as refused:
        parse(written)
    assert refused.value.hint


def test_a_password_is_neither_sent_nor_shown():
    with pytest.raises(AddressError, match="user name") as refused:
        parse("https://someone:secret@example.org/a")
    assert "secret" not in str(refused.value)


def test_a_password_beside_another_mistake_is_not_shown():
    with pytest.raises(AddressError) as refused:
        parse("ftp://someone:secret@example.org/a")
    assert "secret" not in str(refused.value)


@settings(deadline=None)
@given(st.one_of(st.text(), st.text().map("http://".__add__), st.from_regex(r"https?://[^/]+/?", fullmatch=True)))
def test_any_text_is_an_address_or_refused(text):
    try:
        url = parse(text)
    except AddressError:
        return
    assert url.scheme in {"http", "https"}
    assert parse(str(url)) == url


def test_any_port_is_allowed_in_a_network_of_one_s_own():
    assert parse("http://intranet.example:81/", any_port=True).port == 81
