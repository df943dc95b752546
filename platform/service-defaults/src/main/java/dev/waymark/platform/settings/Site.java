package dev.waymark.platform.settings;

/**
 * One directory of an operator. Everything that two sites on one server could both claim gets its name here.
 *
 * @param name the setting {@code SITE}: 1 to 20 lower-case letters and digits, starting with a letter
 */
public record Site(String name) {
    public Site {
        if (Setting.SITE.complaint(name).isPresent()) {
            throw new IllegalArgumentException(
                    "SITE should be " + Setting.SITE.complaint(name).get());
        }
    }

    /** @param owner the service's short name, such as {@code organization} */
    public String database(String owner) {
        return name + "_" + owner;
    }

    /** @param topic the topic's name in the event catalogue, such as {@code organization.state} */
    public String topic(String topic) {
        return name + "." + topic;
    }

    /** The replication slot of a service's outbox: cluster-wide, so it carries the site. */
    public String slot(String owner) {
        return name + "_" + owner + "_outbox";
    }

    /** The name of a service's connector in Kafka Connect. */
    public String connector(String owner) {
        return name + "-" + owner + "-outbox";
    }

    public String consumerGroup(String service) {
        return name + "." + service;
    }

    /** The uid of a search index. */
    public String index(String index) {
        return name + "_" + index;
    }

    /** A key in the cache server. */
    public String cacheKey(String key) {
        return name + ":" + key;
    }
}
