/** A sample district (示例区县): everything in it is invented, so that whoever builds on the contract has something to try it against. */
@NullMarked
package org.linli.sample;

import org.jspecify.annotations.NullMarked;
