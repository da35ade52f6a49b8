;; The adapter protocol (PROTOCOL.md, section 3) for Guile: the loop, the octets and the three ends of a request.
;;
;; An adapter calls `serve' with a procedure (parse operation lines), which hands the lines to the library and returns what came
;; back. It ends with (reject "...") where the library rejects in its documented way, and with (unsupported "...") where the
;; library cannot be asked that; any other exception is a fault of the library. A string of the protocol has one character
;; U+0000..U+00FF per octet, which is how Guile's (web http) reads a message: as ISO-8859-1.
(define-module (protocol)
  #:use-module (ice-9 match)
  #:use-module (ice-9 rdelim)
  #:use-module (rnrs bytevectors)
  #:use-module (srfi srfi-1)
  #:export (reject unsupported nothing missing challenge parameters message serve))

(define member-of '(("challenges" . "challenges") ("credentials" . "credentials") ("auth-info" . "params")))

(define (reject why) (throw 'reject why))
(define (unsupported why) (throw 'unsupported why))

(define (octet? c) (char<=? c #\xff))
(define (printable? c) (and (char>=? c #\space) (char<=? c #\~)))

;; ASCII, with one code point for each octet.
(define (quoted text)
  (call-with-output-string
    (lambda (port)
      (write-char #\" port)
      (string-for-each
       (lambda (c)
         (cond ((memv c '(#\" #\\)) (write-char #\\ port) (write-char c port))
               ((printable? c) (write-char c port))
               (else (format port "\\u~a" (string-pad (number->string (char->integer c) 16) 4 #\0)))))
       text)
      (write-char #\" port))))

;; An object is a list of pairs, an array a vector.
(define (json value)
  (match value
    ((? string?) (quoted value))
    ((? number?) (number->string value))
    (#t "true")
    (#f "false")
    ('null "null")
    ((? vector?) (string-append "[" (string-join (map json (vector->list value)) ",") "]"))
    (((names . values) ...)
     (string-append "{" (string-join (map (lambda (n v) (string-append (quoted n) ":" (json v))) names values) ",") "}"))))

(define (say answer)
  (display (json answer))
  (newline)
  (force-output))

;; Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
(define (missing why)
  (read-line)
  (say `(("protocol" . 1) ("error" . ,(string-filter printable? (object->text why)))))
  (exit 3))

(define (object->text object)
  (if (string? object) object (format #f "~s" object)))

;; Text for people; what it quotes of the value may hold anything.
(define (for-people object)
  (let ((text (string-map (lambda (c) (if (printable? c) c #\?)) (object->text object))))
    (substring text 0 (min 500 (string-length text)))))

;; Names are symbols or strings. A name without a value, which Guile shows as the name alone, is shown with an empty one, for want
;; of another way.
(define (text value) (if (symbol? value) (symbol->string value) value))
(define (parameters found)
  (list->vector
   (map (match-lambda
          ((name . value) `(("name" . ,(text name)) ("value" . ,(text value))))
          (name `(("name" . ,(text name)) ("value" . ""))))
        found)))

(define* (challenge scheme found #:optional (token68 'null))
  `(("scheme" . ,(text scheme)) ("token68" . ,token68) ("params" . ,(parameters found))))

;; For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how it rejects.
(define (nothing why lines)
  (unless (every (lambda (line) (string-every (char-set #\space #\tab #\,) line)) lines) (reject why))
  #())

;; A port with the octets of a message, of which `start' is the first line.
(define (message start name lines)
  (open-bytevector-input-port
   (string->bytevector
    (string-concatenate `(,start "\r\n" ,@(append-map (lambda (line) (list name ": " line "\r\n")) lines) "\r\n")))))

(define (string->bytevector text)
  (u8-list->bytevector (map char->integer (string->list text))))

(define (open-bytevector-input-port octets)
  ((@ (rnrs io ports) open-bytevector-input-port) octets))

;; The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3).
(define (lines-for observes lines)
  (let ((takes (or (assoc-ref observes "lines") "all")))
    (when (and (member takes '("one" "each")) (> (length lines) 1)) (unsupported "one field line only"))
    (if (and (null? lines) (not (equal? takes "all"))) '("") lines)))

(define json-read
  (catch #t
    (lambda () (module-ref (resolve-interface '(json)) 'json-string->scm))
    (lambda (key . rest) (missing "guile-json is not there"))))

(define (answer-to query operations observes parse)
  (let ((command (assoc-ref query "cmd")) (operation (assoc-ref query "operation")))
    (if (and (equal? command "parse") (member operation operations))
        (catch #t
          (lambda ()
            (let ((lines (lines-for observes (vector->list (assoc-ref query "lines")))))
              `(("outcome" . "accept") (,(assoc-ref member-of operation) . ,(parse operation lines)))))
          (lambda (key . rest)
            (case key
              ((reject) `(("outcome" . "reject") ("error" . ,(for-people (car rest)))))
              ((unsupported) `(("outcome" . "unsupported") ("reason" . ,(for-people (car rest)))))
              ((quit) (apply throw key rest))
              (else `(("outcome" . "fault") ("error" . ,(for-people (cons key rest))))))))
        `(("outcome" . "unsupported") ("reason" . ,(for-people (list command operation)))))))

(define (serve implementation operations observes parse)
  (set-port-encoding! (current-input-port) "UTF-8")
  (let ((implementation `(,@implementation ("language" . "Scheme") ("runtime" . ,(string-append "Guile " (version))))))
    (let loop ((line (read-line)))
      (unless (eof-object? line)
        (let* ((query (json-read line)) (command (assoc-ref query "cmd")))
          (unless (equal? command "stop")
            (say (if (equal? command "hello")
                     `(("protocol" . 1) ("implementation" . ,implementation) ("operations" . ,(list->vector operations))
                       ("serializes" . #()) ("observes" . ,observes))
                     (acons "seq" (assoc-ref query "seq") (answer-to query operations observes parse))))
            (loop (read-line))))))))
