/** What outlives a request: a table of jobs, and the hands that do them. */
@NullMarked
package org.linli.tenancy.jobs;

import org.jspecify.annotations.NullMarked;
