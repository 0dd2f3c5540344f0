@NullMarked
package org.linli.tenancy.database;

import org.jspecify.annotations.NullMarked;
