package dev.waymark.bench;

import java.io.IOException;

/** A part of the benchmark that can be run alone. */
sealed interface Section
        permits ImportSection,
                SpineIdleSection,
                SpineLoadSection,
                SearchSection,
                QualitySection,
                ProxySection,
                PasswordLoginSection,
                CodeLoginSection,
                EnumerationSection,
                RefreshSection,
                LoginFloodSection,
                FootprintSection {
    /** How the command line calls it; two that belong together may share a name. */
    String name();

    /** @throws BenchmarkException when it cannot be measured */
    Result run(Bench bench) throws IOException, InterruptedException;
}
