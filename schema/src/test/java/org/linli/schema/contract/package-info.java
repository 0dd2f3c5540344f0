@NullMarked
package org.linli.schema.contract;

import org.jspecify.annotations.NullMarked;
