;; Which rows may be among the nearest of a query: a lower bound of what a row must reach, tested on whole numbers.
;;
;;   marks[r] |= 1 where, for some query q, (dot(rows[r], queries[q]) + slack) * rowScale[r] * queryScale[q] + shift[r]
;;               is at least least[q]
;;
;; rows       count / 4 x pairs x 4 x 2 int16: two neighboring columns are a pair; the pairs of one place of 4 rows lie
;;            side by side; the number of pairs is even
;; queries    groups x pairs x 8 x 2 int16: a group is 8 queries, whose pairs of one place lie side by side
;; rowScale, shift     float32, one for each row
;; queryScale, least   float32, one for each query; least is infinite for queries that fill a group
;; marks      a byte for each row
;;
;; The caller quantizes rows and queries to vectors no longer than 32767, so that no sum exceeds 2^30, and chooses
;; `slack` so that a row which is not marked cannot be near: then only marked rows need their exact scores.
;;
;; A block is 4 rows times 8 queries. i32x4.dot_i16x8_s multiplies a pair of a row with the pairs of 4 queries and adds
;; the two products of each: 64 multiplications take 8 of these, 8 additions, 4 shuffles that repeat a row's pair, and 3
;; loads. Eight loads that repeat a pair themselves took a quarter more time, since Deno checks the bounds of each. The
;; eight sums, two vectors of queries, one of rows and a pair fit in the sixteen registers of x86-64. float32 has half as
;; many lanes, and needs a multiplication and an addition for each.
;;
;; A group of queries meets all rows before the next one does: the caller gives as many rows as the first-level cache
;; holds. `deno run -A scripts/make_candidates.ts` assembles it; a test checks that the result is up to date.
(module
  (memory (export "memory") 1)
  (func (export "mark")
    (param $rows i32) (param $count i32) (param $pairs i32) (param $rowScale i32) (param $shift i32)
    (param $queries i32) (param $groups i32) (param $queryScale i32) (param $least i32)
    (param $slack f32) (param $marks i32)
    (local $q i32) (local $end i32) (local $row i32) (local $left i32)
    (local $scale i32) (local $moved i32) (local $mark i32)
    (local $low v128) (local $high v128) (local $four v128) (local $pair v128) (local $room v128)
    (local $lowScale v128) (local $highScale v128) (local $lowLeast v128) (local $highLeast v128)
    (local $low0 v128) (local $low1 v128) (local $low2 v128) (local $low3 v128)
    (local $high0 v128) (local $high1 v128) (local $high2 v128) (local $high3 v128)
    (local.set $room (f32x4.splat (local.get $slack)))
    (loop $group
      (local.set $end (i32.add (local.get $queries) (i32.shl (local.get $pairs) (i32.const 5))))
      (local.set $lowScale (v128.load (local.get $queryScale)))
      (local.set $highScale (v128.load offset=16 (local.get $queryScale)))
      (local.set $lowLeast (v128.load (local.get $least)))
      (local.set $highLeast (v128.load offset=16 (local.get $least)))
      (local.set $row (local.get $rows))
      (local.set $left (local.get $count))
      (local.set $scale (local.get $rowScale))
      (local.set $moved (local.get $shift))
      (local.set $mark (local.get $marks))
      (loop $block
        (local.set $q (local.get $queries))
        (local.set $low0 (v128.const i32x4 0 0 0 0))
        (local.set $low1 (v128.const i32x4 0 0 0 0))
        (local.set $low2 (v128.const i32x4 0 0 0 0))
        (local.set $low3 (v128.const i32x4 0 0 0 0))
        (local.set $high0 (v128.const i32x4 0 0 0 0))
        (local.set $high1 (v128.const i32x4 0 0 0 0))
        (local.set $high2 (v128.const i32x4 0 0 0 0))
        (local.set $high3 (v128.const i32x4 0 0 0 0))
        (loop $step
          (local.set $low (v128.load (local.get $q)))
          (local.set $high (v128.load offset=16 (local.get $q)))
          (local.set $four (v128.load (local.get $row)))
          (local.set $pair (i8x16.shuffle 0 1 2 3 0 1 2 3 0 1 2 3 0 1 2 3 (local.get $four) (local.get $four)))
          (local.set $low0 (i32x4.add (local.get $low0) (i32x4.dot_i16x8_s (local.get $pair) (local.get $low))))
          (local.set $high0 (i32x4.add (local.get $high0) (i32x4.dot_i16x8_s (local.get $pair) (local.get $high))))
          (local.set $pair (i8x16.shuffle 4 5 6 7 4 5 6 7 4 5 6 7 4 5 6 7 (local.get $four) (local.get $four)))
          (local.set $low1 (i32x4.add (local.get $low1) (i32x4.dot_i16x8_s (local.get $pair) (local.get $low))))
          (local.set $high1 (i32x4.add (local.get $high1) (i32x4.dot_i16x8_s (local.get $pair) (local.get $high))))
          (local.set $pair (i8x16.shuffle 8 9 10 11 8 9 10 11 8 9 10 11 8 9 10 11 (local.get $four) (local.get $four)))
          (local.set $low2 (i32x4.add (local.get $low2) (i32x4.dot_i16x8_s (local.get $pair) (local.get $low))))
          (local.set $high2 (i32x4.add (local.get $high2) (i32x4.dot_i16x8_s (local.get $pair) (local.get $high))))
          (local.set $pair (i8x16.shuffle 12 13 14 15 12 13 14 15 12 13 14 15 12 13 14 15 (local.get $four) (local.get $four)))
          (local.set $low3 (i32x4.add (local.get $low3) (i32x4.dot_i16x8_s (local.get $pair) (local.get $low))))
          (local.set $high3 (i32x4.add (local.get $high3) (i32x4.dot_i16x8_s (local.get $pair) (local.get $high))))
          (local.set $low (v128.load offset=32 (local.get $q)))
          (local.set $high (v128.load offset=48 (local.get $q)))
          (local.set $four (v128.load offset=16 (local.get $row)))
          (local.set $pair (i8x16.shuffle 0 1 2 3 0 1 2 3 0 1 2 3 0 1 2 3 (local.get $four) (local.get $four)))
          (local.set $low0 (i32x4.add (local.get $low0) (i32x4.dot_i16x8_s (local.get $pair) (local.get $low))))
          (local.set $high0 (i32x4.add (local.get $high0) (i32x4.dot_i16x8_s (local.get $pair) (local.get $high))))
          (local.set $pair (i8x16.shuffle 4 5 6 7 4 5 6 7 4 5 6 7 4 5 6 7 (local.get $four) (local.get $four)))
          (local.set $low1 (i32x4.add (local.get $low1) (i32x4.dot_i16x8_s (local.get $pair) (local.get $low))))
          (local.set $high1 (i32x4.add (local.get $high1) (i32x4.dot_i16x8_s (local.get $pair) (local.get $high))))
          (local.set $pair (i8x16.shuffle 8 9 10 11 8 9 10 11 8 9 10 11 8 9 10 11 (local.get $four) (local.get $four)))
          (local.set $low2 (i32x4.add (local.get $low2) (i32x4.dot_i16x8_s (local.get $pair) (local.get $low))))
          (local.set $high2 (i32x4.add (local.get $high2) (i32x4.dot_i16x8_s (local.get $pair) (local.get $high))))
          (local.set $pair (i8x16.shuffle 12 13 14 15 12 13 14 15 12 13 14 15 12 13 14 15 (local.get $four) (local.get $four)))
          (local.set $low3 (i32x4.add (local.get $low3) (i32x4.dot_i16x8_s (local.get $pair) (local.get $low))))
          (local.set $high3 (i32x4.add (local.get $high3) (i32x4.dot_i16x8_s (local.get $pair) (local.get $high))))
          (local.set $row (i32.add (local.get $row) (i32.const 32)))
          (local.set $q (i32.add (local.get $q) (i32.const 64)))
          (br_if $step (i32.lt_u (local.get $q) (local.get $end))))
        (i32.store8 (local.get $mark) (i32.or (i32.load8_u (local.get $mark)) (v128.any_true (v128.or
          (f32x4.ge (f32x4.add (f32x4.mul (f32x4.mul (f32x4.add (f32x4.convert_i32x4_s (local.get $low0)) (local.get $room))
              (v128.load32_splat (local.get $scale))) (local.get $lowScale))
              (v128.load32_splat (local.get $moved))) (local.get $lowLeast))
          (f32x4.ge (f32x4.add (f32x4.mul (f32x4.mul (f32x4.add (f32x4.convert_i32x4_s (local.get $high0)) (local.get $room))
              (v128.load32_splat (local.get $scale))) (local.get $highScale))
              (v128.load32_splat (local.get $moved))) (local.get $highLeast))))))
        (i32.store8 offset=1 (local.get $mark) (i32.or (i32.load8_u offset=1 (local.get $mark)) (v128.any_true (v128.or
          (f32x4.ge (f32x4.add (f32x4.mul (f32x4.mul (f32x4.add (f32x4.convert_i32x4_s (local.get $low1)) (local.get $room))
              (v128.load32_splat offset=4 (local.get $scale))) (local.get $lowScale))
              (v128.load32_splat offset=4 (local.get $moved))) (local.get $lowLeast))
          (f32x4.ge (f32x4.add (f32x4.mul (f32x4.mul (f32x4.add (f32x4.convert_i32x4_s (local.get $high1)) (local.get $room))
              (v128.load32_splat offset=4 (local.get $scale))) (local.get $highScale))
              (v128.load32_splat offset=4 (local.get $moved))) (local.get $highLeast))))))
        (i32.store8 offset=2 (local.get $mark) (i32.or (i32.load8_u offset=2 (local.get $mark)) (v128.any_true (v128.or
          (f32x4.ge (f32x4.add (f32x4.mul (f32x4.mul (f32x4.add (f32x4.convert_i32x4_s (local.get $low2)) (local.get $room))
              (v128.load32_splat offset=8 (local.get $scale))) (local.get $lowScale))
              (v128.load32_splat offset=8 (local.get $moved))) (local.get $lowLeast))
          (f32x4.ge (f32x4.add (f32x4.mul (f32x4.mul (f32x4.add (f32x4.convert_i32x4_s (local.get $high2)) (local.get $room))
              (v128.load32_splat offset=8 (local.get $scale))) (local.get $highScale))
              (v128.load32_splat offset=8 (local.get $moved))) (local.get $highLeast))))))
        (i32.store8 offset=3 (local.get $mark) (i32.or (i32.load8_u offset=3 (local.get $mark)) (v128.any_true (v128.or
          (f32x4.ge (f32x4.add (f32x4.mul (f32x4.mul (f32x4.add (f32x4.convert_i32x4_s (local.get $low3)) (local.get $room))
              (v128.load32_splat offset=12 (local.get $scale))) (local.get $lowScale))
              (v128.load32_splat offset=12 (local.get $moved))) (local.get $lowLeast))
          (f32x4.ge (f32x4.add (f32x4.mul (f32x4.mul (f32x4.add (f32x4.convert_i32x4_s (local.get $high3)) (local.get $room))
              (v128.load32_splat offset=12 (local.get $scale))) (local.get $highScale))
              (v128.load32_splat offset=12 (local.get $moved))) (local.get $highLeast))))))
        (local.set $scale (i32.add (local.get $scale) (i32.const 16)))
        (local.set $moved (i32.add (local.get $moved) (i32.const 16)))
        (local.set $mark (i32.add (local.get $mark) (i32.const 4)))
        (local.set $left (i32.sub (local.get $left) (i32.const 4)))
        (br_if $block (local.get $left)))
      (local.set $queries (local.get $end))
      (local.set $queryScale (i32.add (local.get $queryScale) (i32.const 32)))
      (local.set $least (i32.add (local.get $least) (i32.const 32)))
      (local.set $groups (i32.sub (local.get $groups) (i32.const 1)))
      (br_if $group (local.get $groups)))))
