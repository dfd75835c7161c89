;; The forces of exact t-SNE: van der Maaten and Hinton (2008), equation 5. With w = 1 / (1 + |y_i - y_j|²) of each pair,
;; item i receives four float32 numbers, from the address `forces` on:
;;
;;   sum over j of p_ij w (y_i - y_j), its x and its y;  sum over j of w² (y_i - y_j), its x and its y
;;
;; Returns the sum of w over all ordered pairs. An item with itself is none: its 1 would hide the digits of a far-off map.
;;
;; probabilities: n × n, map: the x of all items, then the y of all; all float32. Four j are processed at a time; where n
;; is no multiple of four, the lanes beyond the last j are masked. They read at most 12 bytes behind a matrix, which lie
;; in the 64 bytes that its memory is rounded up to. Sums over a row are float32 in four lanes, that of w over the rows
;; is float64.
(func (export "tsneForces") (param $probabilities i32) (param $map i32) (param $n i32) (param $forces i32)
  (result f64)
  (local $bytes i32) (local $i i32) (local $j i32) (local $ys i32) (local $count v128) (local $own v128)
  (local $lanes v128)
  (local $x v128) (local $y v128) (local $dx v128) (local $dy v128) (local $w v128) (local $pull v128)
  (local $pullX v128) (local $pullY v128) (local $pushX v128) (local $pushY v128) (local $sums v128)
  (local $total f64)
  (local.set $bytes (i32.shl (local.get $n) (i32.const 2)))
  (local.set $ys (i32.add (local.get $map) (local.get $bytes)))
  (local.set $count (i32x4.splat (local.get $n)))
  (loop $items
    (local.set $x (v128.load32_splat (i32.add (local.get $map) (local.get $i))))
    (local.set $y (v128.load32_splat (i32.add (local.get $ys) (local.get $i))))
    (local.set $pullX (v128.const f32x4 0 0 0 0))
    (local.set $pullY (v128.const f32x4 0 0 0 0))
    (local.set $pushX (v128.const f32x4 0 0 0 0))
    (local.set $pushY (v128.const f32x4 0 0 0 0))
    (local.set $sums (v128.const f32x4 0 0 0 0))
    (local.set $own (i32x4.splat (i32.shr_u (local.get $i) (i32.const 2))))
    (local.set $lanes (v128.const i32x4 0 1 2 3))
    (local.set $j (i32.const 0))
    (loop $others
      (local.set $dx
        (f32x4.sub (local.get $x) (v128.load (i32.add (local.get $map) (local.get $j)))))
      (local.set $dy
        (f32x4.sub (local.get $y) (v128.load (i32.add (local.get $ys) (local.get $j)))))
      (local.set $w
        (v128.andnot
          (f32x4.div (v128.const f32x4 1 1 1 1)
            (f32x4.add (v128.const f32x4 1 1 1 1)
              (f32x4.add
                (f32x4.mul (local.get $dx) (local.get $dx))
                (f32x4.mul (local.get $dy) (local.get $dy)))))
          (i32x4.eq (local.get $lanes) (local.get $own))))
      (local.set $pull
        (f32x4.mul (local.get $w)
          (v128.load (i32.add (local.get $probabilities) (local.get $j)))))
      (if (i32.gt_u (i32.add (local.get $j) (i32.const 16)) (local.get $bytes))
        (then
          (local.set $lanes (i32x4.lt_u (local.get $lanes) (local.get $count)))
          (local.set $dx (v128.and (local.get $dx) (local.get $lanes)))
          (local.set $dy (v128.and (local.get $dy) (local.get $lanes)))
          (local.set $w (v128.and (local.get $w) (local.get $lanes)))
          (local.set $pull (v128.and (local.get $pull) (local.get $lanes)))))
      (local.set $sums (f32x4.add (local.get $sums) (local.get $w)))
      (local.set $pullX
        (f32x4.add (local.get $pullX) (f32x4.mul (local.get $pull) (local.get $dx))))
      (local.set $pullY
        (f32x4.add (local.get $pullY) (f32x4.mul (local.get $pull) (local.get $dy))))
      (local.set $w (f32x4.mul (local.get $w) (local.get $w)))
      (local.set $pushX (f32x4.add (local.get $pushX) (f32x4.mul (local.get $w) (local.get $dx))))
      (local.set $pushY (f32x4.add (local.get $pushY) (f32x4.mul (local.get $w) (local.get $dy))))
      (local.set $lanes (i32x4.add (local.get $lanes) (v128.const i32x4 4 4 4 4)))
      (br_if $others
        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 16))) (local.get $bytes))))
    (f32.store (local.get $forces) (call $total (local.get $pullX)))
    (f32.store offset=4 (local.get $forces) (call $total (local.get $pullY)))
    (f32.store offset=8 (local.get $forces) (call $total (local.get $pushX)))
    (f32.store offset=12 (local.get $forces) (call $total (local.get $pushY)))
    (local.set $total
      (f64.add (local.get $total) (f64.promote_f32 (call $total (local.get $sums)))))
    (local.set $forces (i32.add (local.get $forces) (i32.const 16)))
    (local.set $probabilities (i32.add (local.get $probabilities) (local.get $bytes)))
    (br_if $items
      (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $bytes))))
  (local.get $total))
