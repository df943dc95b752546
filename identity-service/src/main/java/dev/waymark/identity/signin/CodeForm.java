package dev.waymark.identity.signin;

import dev.waymark.identity.codes.OpenCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The page on which a mailed code is typed. */
public final class CodeForm {
    private CodeForm() {}

    /**
     * @param open empty when the code is used up or has expired: then there is only a way to a new one
     * @param action where the code is sent
     * @param resend where another mail is asked for; empty when that is done by beginning anew
     * @param restart the page where it began
     * @return parameters of {@code code.jte}
     */
    public static Map<String, Object> model(
            UUID id, Optional<OpenCode> open, String action, String resend, String restart, String continueTo) {
        Map<String, Object> model = new HashMap<>();
        model.put("id", id);
        model.put("email", open.map(OpenCode::email).orElse(""));
        model.put("usable", open.isPresent());
        model.put("action", action);
        model.put("resend", resend);
        model.put("restart", restart);
        model.put("continueTo", continueTo);
        return model;
    }
}
