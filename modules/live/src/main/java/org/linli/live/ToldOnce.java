package org.linli.live;

/** An outcome with a secret that is kept nowhere, or for whoever it is meant for alone: not under the key of the request either. */
public interface ToldOnce {
    /** What is answered to a repetition under the same key: that it was told, of what, and nothing of itself. */
    Refusal again();
}
