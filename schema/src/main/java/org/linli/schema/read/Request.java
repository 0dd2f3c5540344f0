package org.linli.schema.read;

import java.util.Map;
import org.linli.schema.Caller;

/**
 * One execution of a document: what is bound to its statement.
 *
 * @param variables coerced, by name
 * @param locale {@code zh-CN} or {@code en}
 */
public record Request(Caller caller, Map<String, Object> variables, String locale) {}
