-- promises that are late in a branch: … WHERE branch_id = $1 AND open AND due_on < $2 ORDER BY due_on
CREATE INDEX promise_late ON reception.promise (branch_id, due_on) WHERE open;
