package org.linli.units;

import java.util.UUID;

/** The project as it is now. */
public record ProjectSaved(UUID projectId) implements JoinProjectResult {}
