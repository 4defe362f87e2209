import io.bellhop.client.ApiClient;
import io.bellhop.client.ApiException;
import io.bellhop.client.api.AccountsApi;
import io.bellhop.client.api.EventsApi;
import io.bellhop.client.api.SubscriptionsApi;
import io.bellhop.client.model.AccountInput;
import io.bellhop.client.model.AccountRequest;
import io.bellhop.client.model.EventItem;
import io.bellhop.client.model.SubscriptionInput;
import io.bellhop.client.model.SubscriptionItem;
import io.bellhop.client.model.SubscriptionRequest;
import io.bellhop.client.model.WholeEvent;
import java.util.List;
import java.util.UUID;

/** What a user of the generated client writes. */
public final class Walk {
  private Walk() {}

  public static List<String> walk(String hub, String key, String provider, String callback)
      throws ApiException {
    ApiClient client = new ApiClient();
    client.updateBaseUri(hub + "/api/v1");
    client.setRequestInterceptor(request -> request.header("user-api-key", key));

    AccountsApi accounts = new AccountsApi(client);
    AccountInput account = new AccountInput().provider(provider).name("by the client");
    UUID made =
        accounts.createAccount(new AccountRequest().integrationAccount(account)).getData().getId();
    AccountInput renamed = new AccountInput().name("by the client, renamed");
    accounts.changeAccount(made, new AccountRequest().integrationAccount(renamed));
    String name = accounts.getAccount(made).getData().getAttributes().getName();
    accounts.deleteAccount(made);
    int gone;
    try {
      accounts.getAccount(made);
      gone = 200;
    } catch (ApiException e) {
      gone = e.getCode();
    }

    SubscriptionsApi subscriptions = new SubscriptionsApi(client);
    SubscriptionInput wanted =
        new SubscriptionInput()
            .callbackUrl(callback)
            .eventMask("reservation.*")
            .isGlobal(true)
            .isActive(true);
    SubscriptionItem subscription =
        subscriptions.createSubscription(new SubscriptionRequest().webhook(wanted)).getData();
    String secret = subscription.getAttributes().getSecret().substring(0, 6);

    EventsApi events = new EventsApi(client);
    EventItem event =
        events.listEvents(null, 1, null, "reservation.*", null, null, null, null).getData().get(0);
    WholeEvent whole = events.getEvent(event.getId()).getData().getAttributes();
    Object record = event.getAttributes().getData().getRecord().get("id");
    return List.of(
        name,
        "" + gone,
        secret,
        event.getAttributes().getHook().getEventType(),
        "" + record,
        whole.getDeliveries().get(0).getStatus().getValue());
  }
}
