package org.linli.units;

import org.linli.live.Refusal;

/** How opening a project ends. */
public sealed interface OpenProjectResult permits ProjectSaved, OpenProjectResult.ProjectCodeTaken {
    record ProjectCodeTaken(String taken) implements OpenProjectResult, Refusal {}
}
