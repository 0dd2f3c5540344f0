package org.linli.schema;

import java.util.List;

/**
 * A request that cannot be answered as asked. Turned into a GraphQL error once, at the edge, in the caller's language:
 * the message comes from the bundle {@code messages} under the code's name, filled with the arguments.
 */
public final class ClientFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final transient List<Object> arguments;
    private final transient List<Object> path;

    private ClientFault(ErrorCode code, List<Object> path, List<Object> arguments) {
        super(code + " " + arguments, null, false, false);
        this.code = code;
        this.path = path;
        this.arguments = arguments;
    }

    public static ClientFault of(ErrorCode code, Object... arguments) {
        return new ClientFault(code, List.of(), List.of(arguments));
    }

    /** The same fault, told at a field of the answer. */
    public ClientFault at(List<Object> path) {
        return new ClientFault(code, path, arguments);
    }

    public ErrorCode code() {
        return code;
    }

    /** What fills the placeholders of the message. */
    public List<Object> arguments() {
        return arguments;
    }

    /** Response keys and list indexes, empty when the whole request is at fault. */
    public List<Object> path() {
        return path;
    }
}
