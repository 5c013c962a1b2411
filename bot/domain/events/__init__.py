"""Events: what a code host says has happened, as frozen values that anybody may have made up."""
