package dev.waymark.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.search.query.Relevance.Candidate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelevanceTest {
    /** Typed, what is meant, and what has as many of the words. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Yonsei University College of Medicine | Yonsei University      | Yonsei Medical College Hospital
            Tokyo University                      | The University of Tokyo | Tokyo University of Agriculture
            Univ Hamburg                          | Universität Hamburg    | Hamburg University of Music
            Shanxi Normal University              | Shanxi Normal University | Shaanxi Normal University
            Oxfrod University                     | University of Oxford   | Oxford Brookes University
            St Michael's Hospital Toronto         | St. Michael's Hospital | St. Michael's Hospital Foundation
            Hochschule Bremen                     | Hochschule Bremen      | Hochschule Bremerhaven
            北京大学                              | 北京大学                | 清华大学
            """)
    void whatIsMeantIsMoreRelevant(String typed, String meant, String other) {
        Relevance relevance = new Relevance(typed);

        assertThat(relevance.of(candidate(meant, "active"))).isGreaterThan(relevance.of(candidate(other, "active")));
    }

    @ParameterizedTest
    @CsvSource({"University of Leon,León,Nicaragua", "University of Leon Spain,Castile and León,Spain"})
    void thePlaceCountsForTheOrganisation(String typed, String city, String country) {
        Relevance relevance = new Relevance(typed + " " + country);
        Candidate there = new Candidate(
                "University of Leon", List.of(), List.of(), List.of(), List.of(city, country), List.of(), "active");

        assertThat(relevance.of(there)).isGreaterThan(relevance.of(candidate("University of Leon", "active")));
    }

    @ParameterizedTest
    @CsvSource({"uni,University of Bern", "univ bern,University of Bern", "charit,Charité"})
    void aBeginningIsEnough(String typed, String name) {
        assertThat(new Relevance(typed).of(candidate(name, "active"))).isGreaterThan(0.5);
    }

    @ParameterizedTest
    @CsvSource({"Beta Institute"})
    void anOrganisationThatIsActiveComesFirst(String name) {
        Relevance relevance = new Relevance(name);

        assertThat(relevance.of(candidate(name, "active"))).isGreaterThan(relevance.of(candidate(name, "inactive")));
    }

    private static Candidate candidate(String name, String status) {
        return new Candidate(name, List.of(), List.of(), List.of(), List.of(), List.of(), status);
    }
}
