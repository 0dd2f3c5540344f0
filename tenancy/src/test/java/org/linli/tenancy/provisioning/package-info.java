@NullMarked
package org.linli.tenancy.provisioning;

import org.jspecify.annotations.NullMarked;
