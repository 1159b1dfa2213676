/** Stable and public; their sentences are `refusalWords`. */
export const refusalCodes = [
  'appeal_not_found', 'not_allowed', 'not_possible_now', 'branch_invalid', 'same_key_other_body', 'received_in_future_invalid', 'received_before_rules_invalid', 'territory_invalid', 'topic_invalid',
  'unit_invalid', 'person_not_in_unit', 'person_away', 'same_person_again', 'controller_is_executor', 'controller_not_in_branch_invalid', 'already_there', 'already_taken', 'forward_too_late', 'nothing_to_sort', 'urgency_as_is',
  'extension_never', 'extension_too_far', 'extension_not_later', 'extension_overdue', 'extension_day_off', 'extension_waiting', 'extension_gone', 'own_request',
  'reason_required', 'task_day_invalid', 'task_after_source', 'join_itself', 'join_chain', 'join_other_branch', 'not_joined', 'draft_gone', 'own_draft', 'executor_cannot_approve',
  'tasks_open', 'check_word_required', 'verdict_given', 'no_answer_yet', 'no_consent', 'not_redacted', 'public_text_leaks', 'public_answer_leaks', 'answer_changed', 'not_published', 'follow_not_found', 'too_many_tries', 'letter_not_found', 'letter_not_possible', 'file_invalid', 'no_iin',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];
