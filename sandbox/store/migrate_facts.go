package store

// splitFacts packs the facts that are the same for a whole recall with the recall alone, and those of a copy with its
// outcome. Before, one number held both: bits 0 to 24 and 56 to 59 were the recall's, and those between a copy's.
const splitFacts = `
UPDATE recalls SET facts = (facts & 0x1FFFFFF) | (((facts >> 56) & 0xF) << 25);
UPDATE outcomes SET facts = (facts >> 25) & 0x7FFFFFFF WHERE facts IS NOT NULL;
UPDATE attempts SET facts = (facts >> 25) & 0x7FFFFFFF`
