/** Attacks from one district on another, enumerated from the contract and the catalogue: what is added later is attacked later. */
@NullMarked
package org.linli.api.attack;

import org.jspecify.annotations.NullMarked;
