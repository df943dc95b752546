package dev.waymark.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
    private static final String CALLBACK = "https://client.example/callback";

    @Test
    void aClientForPeopleIsReadFromItsArguments() {
        Registration client = read("photo-print --redirect-uri https://a.example/cb http://localhost:3000/cb --public"
                + " --post-logout-redirect-uri https://a.example/ --scope email,profile");

        assertThat(client.name()).isEqualTo("photo-print");
        assertThat(client.redirectUris()).containsExactlyInAnyOrder("https://a.example/cb", "http://localhost:3000/cb");
        assertThat(client.postLogoutRedirectUris()).containsExactly("https://a.example/");
        assertThat(client.isPublic()).isTrue();
        assertThat(client.scopes()).containsExactlyInAnyOrder("openid", "email", "profile");
    }

    @Test
    void withoutScopesAClientForPeopleLearnsThatSomebodyIsSignedIn() {
        assertThat(read("app --redirect-uri " + CALLBACK).scopes()).containsExactly("openid");
    }

    @Test
    void aMachineIsReadAsBefore() {
        Registration machine = read("importer --scope organizations:write billing:read");

        assertThat(machine.redirectUris()).isEmpty();
        assertThat(machine.isPublic()).isFalse();
        assertThat(machine.scopes()).containsExactlyInAnyOrder("organizations:write", "billing:read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "importer",
                "Importer --scope organizations:write",
                "importer --scope openid",
                "importer --scope organizations:write --public",
                "importer --scope organizations:write --post-logout-redirect-uri " + CALLBACK,
                "app --redirect-uri " + CALLBACK + " --scope organizations:write",
                "app --redirect-uri " + CALLBACK + " --scope openid,offline_access",
                "app --redirect-uri",
                "app --redirect-uri " + CALLBACK + " --unknown",
                "app --redirect-uri " + CALLBACK + " --public yes",
                "app " + CALLBACK
            })
    void whatDoesNotGoTogetherIsRefused(String arguments) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(arguments));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example/callback",
                "https://client.example:8443/callback?tenant=1",
                "http://localhost:3000/",
                "http://127.0.0.1/callback",
                "https://client.example:80/callback",
                "http://localhost:443/callback"
            })
    void browsersMayBeSentThere(String uri) {
        assertThat(RedirectUri.checked(uri)).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://client.example/callback",
                "http://localhost.evil.example/",
                "http://localhost@evil.example/",
                "https://user@client.example/",
                "http://[::1]:3000/callback",
                "https://[2001:db8::1]/callback",
                "https://client.example:443/callback",
                "https://client.example:/callback",
                "https://client.example:08443/callback",
                "http://localhost:80/callback",
                "https://client.example/#fragment",
                "https://Client.example/",
                "https:///callback",
                "https:client.example",
                "https://*.client.example/",
                "//client.example/",
                "/callback",
                "client.app:/callback",
                "javascript:alert(1)",
                "https://client.example/a b",
                ""
            })
    void browsersMayNotBeSentThere(String uri) {
        assertThatIllegalArgumentException().isThrownBy(() -> RedirectUri.checked(uri));
    }

    @Test
    void theOriginIsWhatBrowsersCallOne() {
        assertThat(RedirectUri.origin("https://client.example/callback?x=https://other.example/"))
                .isEqualTo("https://client.example");
        assertThat(RedirectUri.origin("http://localhost:3000/callback")).isEqualTo("http://localhost:3000");
    }

    private static Registration read(String arguments) {
        return ClientArguments.registration(List.of(arguments.split(" ")));
    }
}
