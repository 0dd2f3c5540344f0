@NullMarked
package org.linli.tenancy.jobs;

import org.jspecify.annotations.NullMarked;
