-- serves: store/blocks.ts, what of an outing's blocks was not used, and why; without it every number ever left over was read
CREATE INDEX unused_number_block ON reception.unused_number (block_id);
