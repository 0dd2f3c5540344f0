/** Activities from draft to archive, with their enrolments (DOMAIN.md S05). */
@NullMarked
package org.linli.activities;

import org.jspecify.annotations.NullMarked;
