package org.linli.live.imports;

import java.util.List;
import org.linli.live.ImportRefused.Fault;

/**
 * What came of some rows of a file.
 *
 * @param added how many were taken over, or would be
 * @param known how many had been before, and stay as they are
 * @param marks of those that later rows may ask for
 * @param faults of those that are left out
 */
public record Taken(int added, int known, List<Mark> marks, List<Fault> faults) {}
