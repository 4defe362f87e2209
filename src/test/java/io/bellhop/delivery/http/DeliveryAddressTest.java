package io.bellhop.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellhop.net.AddressGuard;
import io.bellhop.net.AddressGuard.Resolver;
import io.bellhop.support.Receiver;
import io.bellhop.support.Receiver.Answer;
import io.bellhop.support.Receiver.Received;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which address a post goes to: that of the check, and the next one where it takes none. */
class DeliveryAddressTest extends Posting {
  @Test
  void the_connection_goes_to_the_address_that_was_checked() {
    AtomicInteger lookUps = new AtomicInteger();
    Resolver rebinding =
        host -> address(lookUps.incrementAndGet() == 1 ? "127.0.0.1" : "127.0.0.66");
    DeliveryHttpClient poster = poster(new AddressGuard(false, List.of("127.0.0.1"), rebinding));
    String url = "http://no-such-host.invalid:" + receiver.port() + "/";

    // No resolver knows this name: had it been looked up again, there would be no connection.
    assertThat(post(poster, url)).matches(HttpReply::isSuccess);
    assertThat(lookUps).hasValue(1);
    assertThat(receiver.received().get(0).header("host"))
        .isEqualTo("no-such-host.invalid:" + receiver.port());

    // The next attempt looks again, and sees that the name has moved into our network.
    assertThat(post(poster, url).error()).startsWith("not called: ");
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void an_address_of_version_6_keeps_its_brackets_in_the_header() {
    DeliveryHttpClient poster =
        poster(new AddressGuard(true, List.of(), host -> address("127.0.0.1")));
    String authority = "[2606:4700:4700::1111]:" + receiver.port();

    post(poster, "http://" + authority + "/");

    assertThat(receiver.received().get(0).header("host")).isEqualTo(authority);
  }

  @Test
  void a_connection_that_is_open_does_not_spare_the_check() {
    AtomicReference<String> address = new AtomicReference<>("127.0.0.1");
    DeliveryHttpClient poster =
        poster(new AddressGuard(false, List.of("127.0.0.1"), host -> address(address.get())));
    String url = "http://no-such-host.invalid:" + receiver.port() + "/";
    post(poster, url);
    address.set("10.0.0.1");

    assertThat(post(poster, url).error()).startsWith("not called: ");
    assertThat(receiver.received()).hasSize(1);
  }

  @Test
  void what_may_not_be_called_is_not_called() {
    DeliveryHttpClient poster = poster(new AddressGuard(false, List.of()));

    assertThat(post(poster).error()).startsWith("not called: the host has an address");
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void an_unknown_host_name_is_a_failure() {
    DeliveryHttpClient poster =
        poster(
            new AddressGuard(
                true,
                List.of(),
                host -> {
                  throw new UnknownHostException(host);
                }));

    assertThat(post(poster, "http://nowhere.example/").error())
        .isEqualTo("the name of the host is not known");
  }

  @Test
  void a_hanging_name_server_delays_no_other_look_up() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    DeliveryHttpClient poster =
        poster(
            new AddressGuard(
                true,
                List.of(),
                host -> {
                  if (host.equals("hangs.example")) {
                    asked.incrementAndGet();
                    await(hanging);
                  }
                  return address("127.0.0.1");
                }));
    List<CompletableFuture<HttpReply>> stuck = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      stuck.add(poster.post(to("http://hangs.example:" + receiver.port() + "/stuck")));
    }
    Awaitility.await().until(() -> asked.get() > 0);

    for (int i = 0; i < 20; i++) {
      assertThat(post(poster, "http://other-" + i + ".example:" + receiver.port() + "/"))
          .matches(HttpReply::isSuccess);
    }

    assertThat(asked).as("one thread, however many wait").hasValue(1);
    assertThat(stuck).noneMatch(CompletableFuture::isDone);
    hanging.countDown();
    assertThat(stuck).allMatch(reply -> reply.join().isSuccess());
  }

  @Test
  void a_look_up_that_hangs_counts_as_time_of_the_answer() {
    CountDownLatch hanging = new CountDownLatch(1);
    DeliveryHttpClient poster =
        poster(
            new AddressGuard(
                true,
                List.of(),
                host -> {
                  await(hanging);
                  return address("127.0.0.1");
                }),
            LONG,
            // Long enough for the second post, which is the first one that opens a connection.
            Duration.ofSeconds(3));

    assertThat(post(poster, "http://hangs.example:" + receiver.port() + "/").error())
        .startsWith("no whole answer in");
    hanging.countDown();
    // Late, it is not called any more: another attempt is planned already.
    assertThat(post(poster, "http://hangs.example:" + receiver.port() + "/late").isSuccess())
        .isTrue();
    assertThat(receiver.received()).extracting(Received::path).containsExactly("/late");
  }

  @Test
  void where_an_address_takes_no_connection_the_next_one_is_tried() {
    DeliveryHttpClient poster =
        poster(new AddressGuard(true, List.of(), host -> addresses("127.0.0.2", "127.0.0.1")));

    for (int i = 0; i < 2; i++) {
      assertThat(post(poster, "http://two.example:" + receiver.port() + "/").isSuccess()).isTrue();
    }

    assertThat(receiver.received()).hasSize(2);
    assertThat(receiver.received().get(0).header("host"))
        .isEqualTo("two.example:" + receiver.port());
  }

  @Test
  void where_no_address_takes_a_connection_it_is_a_failure() {
    DeliveryHttpClient poster =
        poster(new AddressGuard(true, List.of(), host -> addresses("127.0.0.2", "127.0.0.3")));

    assertThat(post(poster, "http://two.example:" + receiver.port() + "/").error())
        .isEqualTo("the connection was refused");
  }

  @Test
  void one_address_that_is_not_public_closes_all_of_them() {
    DeliveryHttpClient poster =
        poster(
            new AddressGuard(
                false, List.of("127.0.0.1"), host -> addresses("127.0.0.1", "127.0.0.2")));

    assertThat(post(poster, "http://two.example:" + receiver.port() + "/").error())
        .startsWith("not called: the host has an address that is not public");
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void one_that_refuses_the_request_is_not_passed_over() {
    receiver.usually(Answer.status(503));
    DeliveryHttpClient poster =
        poster(new AddressGuard(true, List.of(), host -> addresses("127.0.0.1", "127.0.0.1")));

    assertThat(post(poster, "http://two.example:" + receiver.port() + "/").status()).isEqualTo(503);
    receiver.usually(Answer.hangUp());
    DeliveryHttpClient another =
        poster(new AddressGuard(true, List.of(), host -> addresses("127.0.0.1", "127.0.0.1")));
    assertThat(post(another, "http://two.example:" + receiver.port() + "/").status()).isZero();
    assertThat(receiver.received()).hasSize(2);
  }

  @Test
  void many_slow_targets_delay_no_other() {
    Receiver slow = opened(new Receiver());
    CompletableFuture<Void> gate = new CompletableFuture<>();
    slow.usually(Answer.status(200).after(gate));
    DeliveryHttpClient poster = poster();
    List<CompletableFuture<HttpReply>> held = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      held.add(poster.post(to(slow.url())));
    }
    slow.await(500);

    for (int i = 0; i < 20; i++) {
      assertThat(post(poster)).matches(HttpReply::isSuccess);
    }

    assertThat(held).noneMatch(CompletableFuture::isDone);
    gate.complete(null);
    assertThat(held).allMatch(reply -> reply.join().isSuccess());
  }

  private static InetAddress[] address(String text) throws UnknownHostException {
    return new InetAddress[] {InetAddress.getByName(text)};
  }

  private static InetAddress[] addresses(String... texts) throws UnknownHostException {
    InetAddress[] all = new InetAddress[texts.length];
    for (int i = 0; i < texts.length; i++) {
      all[i] = InetAddress.getByName(texts[i]);
    }
    return all;
  }
}
