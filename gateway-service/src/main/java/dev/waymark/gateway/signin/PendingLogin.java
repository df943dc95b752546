package dev.waymark.gateway.signin;

/**
 * A login that was begun and not yet answered.
 *
 * @param state names it in the address of the answer
 * @param nonce comes back in the ID token
 * @param verifier proves that we began it (PKCE, RFC 7636)
 * @param returnPath where the browser goes afterwards
 */
record PendingLogin(String state, String nonce, String verifier, String returnPath) {
    @Override
    public String toString() {
        return "PendingLogin[…]";
    }
}
