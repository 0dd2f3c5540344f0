package org.linli.api.attack;

import java.util.Map;
import java.util.Set;

/**
 * A document that asks for what it should not get.
 *
 * @param name for people
 * @param places by the alias under which each is asked: the arguments and fields of inputs that it puts something forged into
 * @param variables its values
 */
record Attack(String name, Map<String, Set<String>> places, String document, Map<String, Object> variables) {}
