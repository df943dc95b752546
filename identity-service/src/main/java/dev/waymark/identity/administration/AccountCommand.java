package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.accounts.StaffRole;
import dev.waymark.platform.command.Command;
import dev.waymark.platform.pages.Language;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** {@code account}: what the operator does to accounts. It is how the first administrator is made. */
@Component
class AccountCommand implements Command {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final int MOST_FOUND = 100;
    private static final int USUAL_ENTRIES = 50;

    private final Administration administration;
    private final Accounts accounts;
    private final AccountSearch search;
    private final AuditLog log;

    AccountCommand(Administration administration, Accounts accounts, AccountSearch search, AuditLog log) {
        this.administration = administration;
        this.accounts = accounts;
        this.search = search;
        this.log = log;
    }

    @Override
    public String name() {
        return "account";
    }

    @Override
    public String usage() {
        return "find TEXT [--json] (an id, an address or how it begins)"
                + " | create ADDRESS [--name NAME] [--language en|de] [--role administrator|support]…"
                + " | roles WHO ROLE…|none | disable WHO --reason TEXT | enable WHO --reason TEXT"
                + " | end-sessions WHO [--reason TEXT] | audit WHO [--limit N] [--json]"
                + " | delete WHO --reason TEXT (in two weeks, unless its owner signs in); WHO is an id or an address";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        String action = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        return switch (action) {
            case "find" -> find(Options.of(rest, Set.of(), Set.of("--json")), out);
            case "create" -> create(Options.of(rest, Set.of("--name", "--language", "--role"), Set.of()), out);
            case "roles" -> roles(rest, out);
            case "disable" -> {
                Options options = reasoned(rest);
                yield Lines.said(administration.disable(id(options), options.needed("--reason"), By.operator()), out);
            }
            case "enable" -> {
                Options options = reasoned(rest);
                yield Lines.said(administration.enable(id(options), options.needed("--reason"), By.operator()), out);
            }
            case "end-sessions" -> {
                Options options = reasoned(rest);
                String reason = options.value("--reason").orElse("ended by the operator");
                yield Lines.said(administration.endSessions(id(options), reason, By.operator()), out);
            }
            case "audit" -> audit(Options.of(rest, Set.of("--limit"), Set.of("--json")), out);
            case "delete" -> {
                Options options = reasoned(rest);
                yield Lines.said(
                        administration.requestDeletion(id(options), options.needed("--reason"), By.operator()), out);
            }
            default -> throw new IllegalArgumentException("account needs to know what to do");
        };
    }

    private int find(Options options, PrintStream out) {
        List<FoundAccount> found = search.find(only(options), MOST_FOUND);
        found.forEach(
                account -> out.println(options.has("--json") ? json.writeValueAsString(account) : Lines.of(account)));
        if (found.size() == MOST_FOUND) {
            System.err.println("There may be more: only the first " + MOST_FOUND + " are shown.");
        }
        return found.isEmpty() ? 1 : 0;
    }

    private int create(Options options, PrintStream out) {
        EmailAddress email = EmailAddress.of(only(options))
                .orElseThrow(() -> new IllegalArgumentException("This is no address: " + only(options)));
        String tag = options.value("--language").orElse(Language.ENGLISH.tag());
        Language language =
                Language.tagged(tag).orElseThrow(() -> new IllegalArgumentException("There is no language " + tag));
        UUID id = administration
                .create(
                        email,
                        options.value("--name").orElse(""),
                        language,
                        roles(options.all("--role")),
                        By.operator())
                .orElseThrow(() -> new IllegalArgumentException(
                        "This address has an account already: see 'account find', and 'account roles' for its roles."));
        out.println(id);
        System.err.println("Its owner signs in with a mailed code, or sets a password with one.");
        return 0;
    }

    private int roles(List<String> arguments, PrintStream out) {
        if (arguments.size() < 2) {
            throw new IllegalArgumentException("an account is needed, and roles or 'none'");
        }
        List<String> titles = arguments.subList(1, arguments.size());
        Set<StaffRole> roles = titles.equals(List.of("none")) ? Set.of() : roles(titles);
        return Lines.said(administration.setRoles(id(arguments.getFirst()), roles, By.operator()), out);
    }

    private static Set<StaffRole> roles(List<String> titles) {
        return titles.stream()
                .map(title -> StaffRole.of(title)
                        .orElseThrow(() -> new IllegalArgumentException("There is no role " + title)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private int audit(Options options, PrintStream out) {
        String limit = options.value("--limit").orElse(String.valueOf(USUAL_ENTRIES));
        if (!limit.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("--limit is a number from 1");
        }
        log.page(id(only(options), true), null, Integer.parseInt(limit))
                .forEach(entry -> out.println(options.has("--json") ? AuditLog.toJson(entry) : Lines.of(entry)));
        return 0;
    }

    private static Options reasoned(List<String> arguments) {
        return Options.of(arguments, Set.of("--reason"), Set.of());
    }

    private UUID id(Options options) {
        return id(only(options));
    }

    private UUID id(String who) {
        return id(who, false);
    }

    /** @param gone whether the id of an account that does not exist any more will do */
    private UUID id(String who, boolean gone) {
        if (AccountSearch.isId(who)) {
            UUID id = UUID.fromString(who);
            if (gone || accounts.byId(id).isPresent()) {
                return id;
            }
        }
        return EmailAddress.of(who)
                .flatMap(accounts::byEmail)
                .map(Account::id)
                .orElseThrow(() -> new IllegalArgumentException("There is no such account: " + who));
    }

    private static String only(Options options) {
        if (options.words().size() != 1) {
            throw new IllegalArgumentException("one word is needed, and options");
        }
        return options.words().getFirst();
    }
}
