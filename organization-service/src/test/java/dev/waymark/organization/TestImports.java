package dev.waymark.organization;

import java.io.IOException;

/** Imports as tests start them. */
final class TestImports {
    private TestImports() {}

    static Importer.Settings settings(ImportFile file) throws IOException {
        return new Importer.Settings("import:test", file.date(), false, false, false, file.hash());
    }

    /** Hears, and does nothing. */
    static class Listener implements Importer.Listener {
        @Override
        public void begin(ImportProgress.Position from) {}

        @Override
        public void progressed(Importer.Counts soFar, double share) {}

        @Override
        public void decided(long line, Outcome outcome) {}

        @Override
        public void waiting() {}
    }
}
