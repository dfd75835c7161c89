;; Sums of Euclidean distances, from products of rows: |x - y|² = |x|² + |y|² - 2 x·y. A square that is small beside
;; |x|² + |y|² has lost its digits in that difference, so it is computed from the rows. Rows are float32, of a length in
;; bytes that is a multiple of 16; squares and distances are float32, and their sum is float64.

;; The share of |x|² + |y|² below which a square has lost two of its seven digits.
(global $cancellation f32 (f32.const 0.01))

;; |x - y|² from the differences of two rows.
(func $squaredDistance (param $x i32) (param $y i32) (param $bytes i32) (result f32)
  (local $at i32) (local $difference v128) (local $sums v128)
  (loop $next
    (local.set $difference
      (f32x4.sub
        (v128.load (i32.add (local.get $x) (local.get $at)))
        (v128.load (i32.add (local.get $y) (local.get $at)))))
    (local.set $sums
      (f32x4.add (local.get $sums) (f32x4.mul (local.get $difference) (local.get $difference))))
    (br_if $next
      (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $bytes))))
  (call $total (local.get $sums)))

;; The distance of a row x from a row y, of squares own and other, by their product.
(func $distance (param $product f32) (param $own f32) (param $other f32)
  (param $x i32) (param $y i32) (param $bytes i32) (result f32)
  (local $scale f32) (local $square f32)
  (local.set $scale (f32.add (local.get $own) (local.get $other)))
  (local.set $square
    (f32.sub (local.get $scale) (f32.mul (f32.const 2) (local.get $product))))
  (if (f32.lt (local.get $square) (f32.mul (global.get $cancellation) (local.get $scale)))
    (then
      (local.set $square
        (call $squaredDistance (local.get $x) (local.get $y) (local.get $bytes)))))
  (f32.sqrt (local.get $square)))

;; Four of these distances, for rows from y on, with their products and squares in memory.
(func $fourDistances (param $products i32) (param $own f32) (param $squares i32)
  (param $x i32) (param $y i32) (param $bytes i32) (result v128)
  (local $distances v128)
  (local.set $distances
    (f32x4.splat
      (call $distance (f32.load (local.get $products)) (local.get $own)
        (f32.load (local.get $squares)) (local.get $x) (local.get $y) (local.get $bytes))))
  (local.set $y (i32.add (local.get $y) (local.get $bytes)))
  (local.set $distances
    (f32x4.replace_lane 1 (local.get $distances)
      (call $distance (f32.load offset=4 (local.get $products)) (local.get $own)
        (f32.load offset=4 (local.get $squares)) (local.get $x) (local.get $y) (local.get $bytes))))
  (local.set $y (i32.add (local.get $y) (local.get $bytes)))
  (local.set $distances
    (f32x4.replace_lane 2 (local.get $distances)
      (call $distance (f32.load offset=8 (local.get $products)) (local.get $own)
        (f32.load offset=8 (local.get $squares)) (local.get $x) (local.get $y) (local.get $bytes))))
  (local.set $y (i32.add (local.get $y) (local.get $bytes)))
  (f32x4.replace_lane 3 (local.get $distances)
    (call $distance (f32.load offset=12 (local.get $products)) (local.get $own)
      (f32.load offset=12 (local.get $squares)) (local.get $x) (local.get $y) (local.get $bytes))))

;; The sum of the distances of a row x, of square own, from the rows from y on: as many as there are products before
;; end. Most distances need no row: four at a time are computed from products alone, unless one is small.
(func (export "sumOfDistances") (param $products i32) (param $end i32) (param $own f32)
  (param $squares i32) (param $x i32) (param $y i32) (param $bytes i32) (result f64)
  (local $whole i32) (local $scale v128) (local $square v128) (local $low v128) (local $high v128)
  (local $sum f64)
  (local.set $whole
    (i32.add (local.get $products)
      (i32.and (i32.sub (local.get $end) (local.get $products)) (i32.const -16))))
  (if (i32.lt_u (local.get $products) (local.get $whole))
    (then
      (loop $next
        (local.set $scale
          (f32x4.add (f32x4.splat (local.get $own)) (v128.load (local.get $squares))))
        (local.set $square
          (f32x4.sub (local.get $scale)
            (f32x4.mul (v128.const f32x4 2 2 2 2) (v128.load (local.get $products)))))
        (if (v128.any_true
              (f32x4.lt (local.get $square)
                (f32x4.mul (f32x4.splat (global.get $cancellation)) (local.get $scale))))
          (then
            (local.set $square
              (call $fourDistances (local.get $products) (local.get $own) (local.get $squares)
                (local.get $x) (local.get $y) (local.get $bytes))))
          (else (local.set $square (f32x4.sqrt (local.get $square)))))
        (local.set $low (f64x2.add (local.get $low) (f64x2.promote_low_f32x4 (local.get $square))))
        (local.set $high
          (f64x2.add (local.get $high)
            (f64x2.promote_low_f32x4
              (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15
                (local.get $square) (local.get $square)))))
        (local.set $squares (i32.add (local.get $squares) (i32.const 16)))
        (local.set $y (i32.add (local.get $y) (i32.mul (i32.const 4) (local.get $bytes))))
        (br_if $next
          (i32.lt_u
            (local.tee $products (i32.add (local.get $products) (i32.const 16)))
            (local.get $whole))))))
  (local.set $low (f64x2.add (local.get $low) (local.get $high)))
  (local.set $sum
    (f64.add (f64x2.extract_lane 0 (local.get $low)) (f64x2.extract_lane 1 (local.get $low))))
  (if (i32.lt_u (local.get $products) (local.get $end))
    (then
      (loop $rest
        (local.set $sum
          (f64.add (local.get $sum)
            (f64.promote_f32
              (call $distance (f32.load (local.get $products)) (local.get $own)
                (f32.load (local.get $squares)) (local.get $x) (local.get $y) (local.get $bytes)))))
        (local.set $squares (i32.add (local.get $squares) (i32.const 4)))
        (local.set $y (i32.add (local.get $y) (local.get $bytes)))
        (br_if $rest
          (i32.lt_u
            (local.tee $products (i32.add (local.get $products) (i32.const 4)))
            (local.get $end))))))
  (local.get $sum))
