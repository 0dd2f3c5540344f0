package org.linli.api;

import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.concurrent.CompletableFuture;
import org.linli.schema.engine.FaultError;

/** A fetcher's failure becomes an error at its field, with a code of ours. */
final class FetcherFaults implements DataFetcherExceptionHandler {
    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters failed) {
        FaultError error = new FaultError(
                Faults.fault(failed.getException()).at(failed.getPath().toList()));
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error).build());
    }
}
