package dev.waymark.organization;

import dev.waymark.platform.web.Problem;
import org.springframework.http.HttpStatus;

/** The refusals of the organisations API: their codes are part of it. */
final class OrganizationProblems {
    private OrganizationProblems() {}

    static Problem notFound() {
        return new Problem(HttpStatus.NOT_FOUND, "organization_not_found", "There is no such organisation.");
    }

    static Problem deleted() {
        return new Problem(HttpStatus.GONE, "organization_deleted", "This organisation was deleted.");
    }

    static Problem versionMismatch(long current) {
        return new Problem(
                HttpStatus.PRECONDITION_FAILED,
                "version_mismatch",
                "The organisation was changed meanwhile; it is now at version " + current
                        + ". Read it again, apply your change to it and send the new version in If-Match.");
    }

    static Problem versionRequired() {
        return new Problem(
                HttpStatus.PRECONDITION_REQUIRED,
                "version_required",
                "Send the version that you changed in If-Match, as the ETag of your last read had it.");
    }

    static Problem identifierTaken() {
        return new Problem(
                HttpStatus.CONFLICT,
                "identifier_taken",
                "Another organisation of this directory has the same registry identifier.");
    }

    static Problem malformed(String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, "malformed_request", detail);
    }
}
