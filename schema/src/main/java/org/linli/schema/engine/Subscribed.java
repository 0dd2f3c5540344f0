package org.linli.schema.engine;

import graphql.execution.CoercedVariables;
import graphql.language.Document;
import graphql.language.OperationDefinition;

/** A subscription, parsed and validated: the data of the answer to its document, to be handed to the feed. */
public record Subscribed(
        Document document, OperationDefinition operation, CoercedVariables variables, String language) {}
