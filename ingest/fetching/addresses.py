"""Which hosts and addresses may be reached: those of the source, and only where they are public.

A list of forbidden prefixes lets too much through (mapped and tunnelled addresses, names that resolve
inside), so every address that a name resolves to is asked whether it is global, and that same address is
connected to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

from rag import texts
from rag.errors import FetchError

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def origin(url: str) -> str:
    """`host`, or `host:port` when the port is not that of the scheme; what the lists of hosts hold.

    Raises:
        FetchError: No address to fetch: another scheme, a password in it, no host.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _forbidden(url, url, "not an address") from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password:
        raise _forbidden(url, parts.hostname or url, "only http and https, without user and password")
    return parts.hostname if port in {None, _PORTS[parts.scheme]} else f"{parts.hostname}:{port}"


def check_origin(url: str, hosts: Collection[str]) -> str:
    """The origin of an address, when it is one of `hosts`.

    Raises:
        FetchError: It is not.
    """
    found = origin(url)
    if found not in hosts:
        raise _forbidden(url, found, f"not one of the hosts of the source: {sorted(hosts)}")
    return found


def resolve(host: str, port: int, private_hosts: Collection[str]) -> list[str]:
    """The addresses of a name, each of which is public unless the host is one of `private_hosts`.

    Raises:
        FetchError: The name has no address, or one that is not public: then none of them is used.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        message = texts.FETCH_UNREACHABLE.format(host=host)
        raise FetchError(f"{host}: {error}", kind="unreachable", user_message=message, again=True) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    inside = [address for address in addresses if not is_public(address)]
    if inside and host not in private_hosts:
        raise _forbidden(host, host, f"resolves to {inside[0]}, which is not public")
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address, or the IPv4 address that it carries, is one of the open net."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        carried = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo and parsed.teredo[1])
        if parsed in _NAT64:
            carried = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if carried and not is_public(str(carried)):
            return False
        if parsed.ipv4_mapped:
            return True
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _forbidden(what: str, host: str, why: str) -> FetchError:
    return FetchError(f"{what}: {why}", kind="address", user_message=texts.FETCH_ADDRESS.format(host=host))
