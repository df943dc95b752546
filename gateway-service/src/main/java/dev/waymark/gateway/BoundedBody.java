package dev.waymark.gateway;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body ends in an error when it is longer than allowed or takes longer than allowed, and whose parameters are the business of the service that it
 * goes to: looking at those of a form would take the form away from the service.
 */
final class BoundedBody extends HttpServletRequestWrapper {
    private final long most;
    private final Duration longest;
    private @Nullable ServletInputStream body;

    /**
     * @param most bytes that the body may have
     * @param longest time that it may take, from when it is first asked for; the wait for its next bytes is the container's to bound
     */
    BoundedBody(HttpServletRequest request, long most, Duration longest) {
        super(request);
        this.most = most;
        this.longest = longest;
    }

    /** The client sends more than allowed. */
    static final class TooLarge extends IOException {}

    /** The client's connection broke while it sent the request, or is so slow that it might as well have. */
    static final class ClientGone extends IOException {
        ClientGone() {
            super("too slow");
        }

        ClientGone(IOException cause) {
            super(cause);
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            body = new Counting(super.getInputStream(), most, System.nanoTime() + longest.toNanos());
        }
        return body;
    }

    @Override
    public @Nullable String getParameter(String name) {
        return null;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return null;
    }

    private static final class Counting extends ServletInputStream {
        private final ServletInputStream in;
        private final long deadline;
        private long left;

        Counting(ServletInputStream in, long most, long deadline) {
            this.in = in;
            this.left = most;
            this.deadline = deadline;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read;
            try {
                read = in.read(buffer, offset, length);
            } catch (IOException e) {
                throw new ClientGone(e);
            }
            left -= Math.max(read, 0);
            if (left < 0) {
                throw new TooLarge();
            }
            // A few bytes now and then would hold one of the places that a route has for as long as the client likes.
            if (read >= 0 && System.nanoTime() - deadline > 0) {
                throw new ClientGone();
            }
            return read;
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
