package io.bellhop.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellhop.net.AddressGuard.Resolver;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private static final Resolver NOBODY =
      host -> {
        throw new AssertionError("looked up: " + host);
      };

  /** Addresses as the system reads them; names are not looked up. */
  private final AddressGuard strict = new AddressGuard(false, List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        // First and last of each closed range.
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.0",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "169.254.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.255",
        "192.0.2.0",
        "192.0.2.255",
        "192.88.99.0",
        "192.88.99.255",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.0",
        "198.51.100.255",
        "203.0.113.0",
        "203.0.113.255",
        "224.0.0.0",
        "239.255.255.255",
        "240.0.0.0",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[00ff:ffff::]",
        // Mapped, compatible, translated by this machine: version 4 in the dress of version 6.
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        // NAT64: what counts is the address inside.
        "[64:ff9b::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b::10.0.0.1]",
        "[64:ff9b:1::]",
        "[64:ff9b:1:ffff:ffff:ffff:ffff:ffff]",
        "[100::]",
        "[100::ffff:ffff:ffff:ffff]",
        // Teredo, benchmarking, ORCHID.
        "[2001::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "[2001:2::]",
        "[2001:10::]",
        "[2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff]",
        "[2001:db8::]",
        "[2001:db8:ffff:ffff:ffff:ffff:ffff:ffff]",
        // 6to4, of 127.0.0.1 and of 8.8.8.8.
        "[2002:7f00:1::]",
        "[2002:808:808::1]",
        "[3fff::]",
        "[3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff]",
        "[5f00::]",
        "[5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff]",
        "[fc00::]",
        "[fd00:ec2::254]",
        "[fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]",
        "[fe80::]",
        "[febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff]",
        "[fec0::]",
        "[feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]",
        "[ff00::]",
        "[ff02::1]",
        "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]"
      })
  void an_address_that_is_not_public_may_not_be_called(String host) {
    assertForbidden("http://" + host + "/");
    assertForbidden("https://" + host + ":8443/hook");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The neighbours of the closed ranges.
        "1.0.0.0",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "191.255.255.255",
        "192.0.1.0",
        "192.0.3.0",
        "192.88.98.255",
        "192.88.100.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        // Java makes version 4 of it, which is what is checked and called.
        "[::ffff:8.8.8.8]",
        "[64:ff9b::8.8.8.8]",
        "[2001:200::]",
        "[2001:4860:4860::8888]",
        "[2001:db7:ffff:ffff:ffff:ffff:ffff:ffff]",
        "[2001:db9::]",
        "[2003::]",
        "[2606:4700:4700::1111]",
        "[3ffe:ffff::]"
      })
  void a_public_address_may_be_called(String host) throws UnknownHostException {
    assertThat(strict.address(AddressGuard.url("https://" + host + "/"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Spellings of 127.0.0.1 that some resolvers read.
        "http://2130706433/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0177.0.0.1/",
        "http://0177.0000.0000.0001/",
        "http://017700000001/",
        "http://0x7f.0.0.1/",
        "http://0x7f000001/",
        "http://0X7F000001/",
        "http://0x7f.1/",
        "http://0x7f.0.0x0.1/",
        "http://0x/",
        "http://0x0x7f000001/",
        "http://127.0.0.01/",
        "http://127.0.0.1./",
        "http://127.0.0.1../",
        "http://127.0.0.256/",
        "http://127.0.0.1.1/",
        "http://0/",
        "http://1/",
        "http://./",
        "http://00000000000000000000/",
        // Names, short forms and garbage in brackets.
        "http://[localhost]/",
        "http://[127.0.0.1]/",
        "http://[example.com]/",
        "http://[::1/",
        "http://::1/",
        "http://[]/",
        "http://[::ffff:127.1]/",
        "http://[0x7f000001]/",
        // Zones.
        "http://[fe80::1%25lo]/",
        "http://[fe80::1%lo]/",
        "http://[fe80::1%251]/",
        "http://[2001:4860:4860::8888%25eth0]/",
        // Users.
        "http://user@example.com/",
        "http://user:secret@example.com/",
        "http://@example.com/",
        "http://:@example.com/",
        "http://example.com@127.0.0.1/",
        "http://example.com:80@127.0.0.1/",
        "http://bad_name@exa_mple.com/",
        // What browsers read as a slash, and other things that no URL holds.
        "http://example.com\\@127.0.0.1/",
        "http:\\\\127.0.0.1/",
        "http://example.com\\.internal/",
        "http://exam ple.com/",
        " http://example.com/",
        "http://example.com/\r\nHost: internal",
        "http://example.com\t/",
        "http://exa%6Dple.com/",
        "http://%31%32%37.0.0.1/",
        "http://exa_mple.com/",
        "http://-example.com/",
        // Other scripts: the first is a name, the others become 127.0.0.1 or localhost in some
        // eyes.
        "http://b\u00fccher.example/",
        "http://\uff11\uff12\uff17.\uff10.\uff10.\uff11/",
        "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/",
        "http://127\u30020\u30020\u30021/",
        // Schemes.
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com/",
        "jar:http://example.com/a!/b",
        "javascript:alert(1)",
        "ws://example.com/",
        "http:example.com",
        "http:/example.com",
        "http:///hook",
        "http://",
        "//example.com/",
        "/hook",
        "example.com",
        "",
        // Ports.
        "http://example.com:0/",
        "http://example.com:65536/",
        "http://example.com:99999999999/",
        "http://example.com:-1/",
        "http://example.com:http/"
      })
  void a_url_in_an_odd_form_is_refused_before_anything_is_looked_up(String url) {
    AddressGuard guard = new AddressGuard(true, List.of("0.0.0.0/0", "::/0"), NOBODY);

    assertThatThrownBy(() -> guard.address(AddressGuard.url(url)))
        .isInstanceOf(ForbiddenTargetException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com",
        "https://example.com/hook?a=b#c",
        "HTTPS://Example.COM:443/",
        "http://example.com:65535/",
        "http://example.com:1/",
        "http://xn--bcher-kva.example/",
        "http://example.com./",
        "http://a-b.1e100.net/",
        "http://0x7f.example/",
        "http://cafe/",
        "http://x0x7f/",
        "http://intranet/"
      })
  void a_url_in_its_usual_form_is_looked_up(String url) throws UnknownHostException {
    AddressGuard guard = new AddressGuard(false, List.of(), host -> addresses("8.8.8.8"));

    assertThat(guard.address(AddressGuard.url(url)).getHostAddress()).isEqualTo("8.8.8.8");
  }

  @Test
  void no_text_of_a_refusal_holds_the_url() {
    for (String url :
        List.of(
            "http://user:secret@h/", "http://secret%/", "secret", "http://127.0.0.1:0/secret")) {
      assertThatThrownBy(() -> AddressGuard.url(url)).message().doesNotContain("secret", "127");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost.", "LOCALHOST", "a.localhost", "127.0.0.1.nip.example"})
  void a_name_is_what_it_resolves_to(String host) {
    AddressGuard guard = new AddressGuard(false, List.of(), name -> addresses("127.0.0.1"));

    assertThatThrownBy(() -> guard.address(AddressGuard.url("http://" + host + "/")))
        .isInstanceOf(ForbiddenTargetException.class);
  }

  @Test
  void one_private_address_among_public_ones_closes_a_name() {
    for (List<String> mix :
        List.of(
            List.of("8.8.8.8", "10.0.0.1"),
            List.of("10.0.0.1", "8.8.8.8"),
            List.of("2606:4700:4700::1111", "::1"))) {
      AddressGuard guard =
          new AddressGuard(false, List.of(), host -> addresses(mix.toArray(String[]::new)));
      assertThatThrownBy(() -> guard.address(AddressGuard.url("http://example.com/")))
          .isInstanceOf(ForbiddenTargetException.class);
    }
  }

  @Test
  void a_mapped_address_that_a_name_server_gives_is_closed() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = 8;
    mapped[13] = 8;
    InetAddress address = Inet6Address.getByAddress("example.com", mapped, -1);
    assertThat(address.getAddress()).hasSize(16);
    AddressGuard guard = new AddressGuard(false, List.of(), host -> new InetAddress[] {address});

    assertThatThrownBy(() -> guard.address(AddressGuard.url("http://example.com/")))
        .isInstanceOf(ForbiddenTargetException.class);
  }

  @Test
  void a_name_is_looked_up_once() throws UnknownHostException {
    AtomicInteger lookUps = new AtomicInteger();
    AddressGuard guard =
        new AddressGuard(
            false,
            List.of(),
            host -> addresses(lookUps.incrementAndGet() == 1 ? "8.8.8.8" : "127.0.0.1"));

    assertThat(guard.address(AddressGuard.url("http://example.com/")).getHostAddress())
        .isEqualTo("8.8.8.8");
    assertThat(lookUps).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.2.3, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "10.1.0.0/16, 127.0.0.1, false",
    "127.0.0.1, 127.0.0.1, true",
    "127.0.0.1, 127.0.0.2, false",
    "127.0.0.1, ::ffff:127.0.0.1, true",
    "fd00::/8, fd00::1, true",
    "fd00::/8, fe80::1, false",
    "10.1.0.0/16, 64:ff9b::10.1.2.3, true",
    "10.1.0.0/16, 64:ff9b::10.2.0.0, false",
    "64:ff9b::/96, 64:ff9b::10.2.0.0, true"
  })
  void only_what_the_operator_allows_may_be_called(String range, String address, boolean may)
      throws UnknownHostException {
    AddressGuard guard = new AddressGuard(false, List.of(range), host -> addresses(address));

    if (may) {
      assertThat(guard.address(AddressGuard.url("http://intranet/"))).isNotNull();
    } else {
      assertThatThrownBy(() -> guard.address(AddressGuard.url("http://intranet/")))
          .isInstanceOf(ForbiddenTargetException.class)
          .hasMessageContaining("bellhop.delivery.allow-private");
    }
  }

  @Test
  void private_addresses_may_be_called_where_the_operator_says_so() throws UnknownHostException {
    AddressGuard guard = new AddressGuard(true, List.of());

    assertThat(guard.address(AddressGuard.url("http://127.0.0.1:8080/")).isLoopbackAddress())
        .isTrue();
    assertThat(guard.address(AddressGuard.url("http://[::1]:8080/")).isLoopbackAddress()).isTrue();
  }

  @Test
  void a_name_without_an_address_is_unknown_and_not_forbidden() {
    AddressGuard guard =
        new AddressGuard(
            false,
            List.of(),
            host -> {
              throw new UnknownHostException(host);
            });

    assertThatThrownBy(() -> guard.address(AddressGuard.url("http://nowhere.example/")))
        .isInstanceOf(UnknownHostException.class);
  }

  private void assertForbidden(String url) {
    assertThatThrownBy(() -> strict.address(AddressGuard.url(url)))
        .isInstanceOf(ForbiddenTargetException.class);
  }

  private static InetAddress[] addresses(String... texts) throws UnknownHostException {
    InetAddress[] all = new InetAddress[texts.length];
    for (int i = 0; i < texts.length; i++) {
      all[i] = InetAddress.getByName(texts[i]);
    }
    return all;
  }
}
