"""The operations of GitHub's API that the bot uses or its stand-in answers, by operationId."""

OPERATIONS = (
    # the App itself
    "apps/get-authenticated", "apps/list-installations", "apps/get-installation",
    "apps/get-repo-installation", "apps/create-installation-access-token",
    "apps/list-webhook-deliveries", "apps/get-webhook-delivery", "apps/redeliver-webhook-delivery",
    "apps/get-webhook-config-for-app", "apps/update-webhook-config-for-app",
    "apps/list-repos-accessible-to-installation",
    # accounts
    "users/get-authenticated", "users/get-by-username", "users/get-by-id",
    "repos/get-collaborator-permission-level", "rate-limit/get",
    # the repository and its rules
    "repos/get", "repos/list-branches", "repos/get-branch", "repos/list-tags",
    "repos/get-branch-protection", "repos/get-branch-rules", "repos/check-immutable-releases",
    "repos/get-content", "repos/get-repo-rulesets",
    # history
    "git/create-blob", "git/get-blob", "git/create-tree", "git/get-tree", "git/create-commit",
    "git/get-commit", "git/create-tag", "git/get-tag", "git/get-ref", "git/list-matching-refs",
    "git/create-ref", "git/update-ref", "git/delete-ref", "repos/list-commits", "repos/get-commit",
    "repos/compare-commits-with-basehead", "repos/list-pull-requests-associated-with-commit",
    # gates
    "checks/list-for-ref", "checks/get", "checks/create", "checks/update",
    "checks/list-suites-for-ref", "checks/get-suite", "checks/list-for-suite",
    "repos/get-combined-status-for-ref", "repos/list-commit-statuses-for-ref",
    "repos/create-commit-status", "actions/list-repo-workflows", "actions/get-workflow",
    "actions/list-workflow-runs-for-repo", "actions/get-workflow-run",
    "actions/list-workflow-runs", "actions/create-workflow-dispatch",
    "actions/cancel-workflow-run", "actions/re-run-workflow",
    # issues, pull requests and what is said there
    "issues/list-for-repo", "issues/get", "issues/create", "issues/update",
    "issues/list-comments", "issues/create-comment", "issues/get-comment",
    "issues/update-comment", "issues/delete-comment", "issues/list-labels-for-repo",
    "issues/create-label", "issues/get-label", "issues/list-labels-on-issue",
    "issues/add-labels", "issues/set-labels", "issues/remove-label", "issues/list-milestones",
    "issues/get-milestone", "issues/create-milestone", "issues/update-milestone",
    "reactions/create-for-issue-comment", "reactions/list-for-issue-comment",
    "reactions/create-for-issue", "reactions/list-for-issue", "pulls/list", "pulls/get",
    "pulls/create", "pulls/update", "pulls/merge", "pulls/list-commits", "pulls/list-files",
    # releases
    "repos/list-releases", "repos/get-release", "repos/get-latest-release",
    "repos/get-release-by-tag", "repos/create-release", "repos/update-release",
    "repos/delete-release", "repos/generate-release-notes", "repos/list-release-assets",
    "repos/get-release-asset", "repos/delete-release-asset",
    "repos/upload-release-asset",
)  # fmt: skip
