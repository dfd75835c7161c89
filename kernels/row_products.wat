;; Inner products of rows of whole numbers with other rows.
;;
;;   products[r][o] = sum over column of rows[r][column] * others[o][column]
;;
;; rows      count rows of int16, `bytes` long, one behind the other; count is a multiple of 4, above 0
;; others    others rows of the same length; an even number, above 0
;; bytes     a multiple of 16, above 0
;; products  count x others int32
;;
;; The caller scales rows to a length of at most 32767, so that no product exceeds 2^30.
;;
;; A block is 4 rows times 2 others. i32x4.dot_i16x8_s multiplies eight columns of two rows and adds neighboring products:
;; 64 multiplications take 8 of these, 8 additions and 6 loads. float32 has half as many lanes, and needs a multiplication
;; and an addition for each. The eight sums, four vectors of rows and one of an other leave room in the sixteen registers
;; of x86-64; blocks of 3 x 3 were as fast, larger ones slower. Rows lie as they are stored: each is copied only, since few
;; of the two kinds meet at a time.
;;
;; Four rows meet all others before the next four do: the caller gives as many others as the second-level cache holds.
;; `deno run -A scripts/make_wasm.ts` makes row_products.wasm of it; a test checks that they agree.
(module
  (memory (export "memory") 8)

  (func $total (param $sums v128) (result i32)
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
      (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums)))))

  (func (export "multiplyRows")
    (param $rows i32) (param $count i32) (param $others i32) (param $otherCount i32)
    (param $bytes i32) (param $products i32)
    (local $left i32) (local $end i32) (local $stride i32)
    ;; Four rows, two others, and the four lines of products.
    (local $x0 i32) (local $x1 i32) (local $x2 i32) (local $x3 i32) (local $y0 i32) (local $y1 i32)
    (local $p0 i32) (local $p1 i32) (local $p2 i32) (local $p3 i32)
    (local $u0 v128) (local $u1 v128) (local $u2 v128) (local $u3 v128) (local $v v128)
    (local $s00 v128) (local $s10 v128) (local $s20 v128) (local $s30 v128)
    (local $s01 v128) (local $s11 v128) (local $s21 v128) (local $s31 v128)
    (local.set $stride (i32.shl (local.get $otherCount) (i32.const 2)))
    (local.set $p0 (local.get $products))
    (loop $four
      (local.set $y0 (local.get $others))
      (local.set $left (local.get $otherCount))
      (local.set $p1 (i32.add (local.get $p0) (local.get $stride)))
      (local.set $p2 (i32.add (local.get $p1) (local.get $stride)))
      (local.set $p3 (i32.add (local.get $p2) (local.get $stride)))
      (loop $block
        (local.set $x0 (local.get $rows))
        (local.set $x1 (i32.add (local.get $x0) (local.get $bytes)))
        (local.set $x2 (i32.add (local.get $x1) (local.get $bytes)))
        (local.set $x3 (i32.add (local.get $x2) (local.get $bytes)))
        (local.set $y1 (i32.add (local.get $y0) (local.get $bytes)))
        (local.set $end (local.get $y1))
        (local.set $s00 (v128.const i32x4 0 0 0 0))
        (local.set $s10 (v128.const i32x4 0 0 0 0))
        (local.set $s20 (v128.const i32x4 0 0 0 0))
        (local.set $s30 (v128.const i32x4 0 0 0 0))
        (local.set $s01 (v128.const i32x4 0 0 0 0))
        (local.set $s11 (v128.const i32x4 0 0 0 0))
        (local.set $s21 (v128.const i32x4 0 0 0 0))
        (local.set $s31 (v128.const i32x4 0 0 0 0))
        (loop $step
          (local.set $u0 (v128.load (local.get $x0)))
          (local.set $u1 (v128.load (local.get $x1)))
          (local.set $u2 (v128.load (local.get $x2)))
          (local.set $u3 (v128.load (local.get $x3)))
          (local.set $v (v128.load (local.get $y0)))
          (local.set $s00 (i32x4.add (local.get $s00) (i32x4.dot_i16x8_s (local.get $u0) (local.get $v))))
          (local.set $s10 (i32x4.add (local.get $s10) (i32x4.dot_i16x8_s (local.get $u1) (local.get $v))))
          (local.set $s20 (i32x4.add (local.get $s20) (i32x4.dot_i16x8_s (local.get $u2) (local.get $v))))
          (local.set $s30 (i32x4.add (local.get $s30) (i32x4.dot_i16x8_s (local.get $u3) (local.get $v))))
          (local.set $v (v128.load (local.get $y1)))
          (local.set $s01 (i32x4.add (local.get $s01) (i32x4.dot_i16x8_s (local.get $u0) (local.get $v))))
          (local.set $s11 (i32x4.add (local.get $s11) (i32x4.dot_i16x8_s (local.get $u1) (local.get $v))))
          (local.set $s21 (i32x4.add (local.get $s21) (i32x4.dot_i16x8_s (local.get $u2) (local.get $v))))
          (local.set $s31 (i32x4.add (local.get $s31) (i32x4.dot_i16x8_s (local.get $u3) (local.get $v))))
          (local.set $x0 (i32.add (local.get $x0) (i32.const 16)))
          (local.set $x1 (i32.add (local.get $x1) (i32.const 16)))
          (local.set $x2 (i32.add (local.get $x2) (i32.const 16)))
          (local.set $x3 (i32.add (local.get $x3) (i32.const 16)))
          (local.set $y0 (i32.add (local.get $y0) (i32.const 16)))
          (local.set $y1 (i32.add (local.get $y1) (i32.const 16)))
          (br_if $step (i32.lt_u (local.get $y0) (local.get $end))))
        (i32.store (local.get $p0) (call $total (local.get $s00)))
        (i32.store (local.get $p1) (call $total (local.get $s10)))
        (i32.store (local.get $p2) (call $total (local.get $s20)))
        (i32.store (local.get $p3) (call $total (local.get $s30)))
        (i32.store offset=4 (local.get $p0) (call $total (local.get $s01)))
        (i32.store offset=4 (local.get $p1) (call $total (local.get $s11)))
        (i32.store offset=4 (local.get $p2) (call $total (local.get $s21)))
        (i32.store offset=4 (local.get $p3) (call $total (local.get $s31)))
        (local.set $p0 (i32.add (local.get $p0) (i32.const 8)))
        (local.set $p1 (i32.add (local.get $p1) (i32.const 8)))
        (local.set $p2 (i32.add (local.get $p2) (i32.const 8)))
        (local.set $p3 (i32.add (local.get $p3) (i32.const 8)))
        ;; The second other ends where the next two begin.
        (local.set $y0 (local.get $y1))
        (br_if $block (local.tee $left (i32.sub (local.get $left) (i32.const 2)))))
      (local.set $rows (local.get $x3))
      (local.set $p0 (local.get $p3))
      (br_if $four (local.tee $count (i32.sub (local.get $count) (i32.const 4)))))))
