/** What every HTTP face of a service has: problem details, probes, security headers. */
@NullMarked
package dev.waymark.platform.web;

import org.jspecify.annotations.NullMarked;
