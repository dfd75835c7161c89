/** `earnest doctor`: what there is to compute on, and whether every kernel is right on it. */
