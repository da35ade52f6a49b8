;;; The adapter protocol (PROTOCOL.md, section 3) for Common Lisp: the loop, the octets and the three ends of a request.
;;;
;;; An adapter calls SERVE with a function (operation lines) that hands the lines to the library and returns what came back. It
;;; calls REJECT where the library rejects in its documented way, and UNSUPPORTED where the library cannot be asked that; any other
;;; error is a fault of the library. A string of the protocol has one character 0..255 per octet, which is how Lisp's HTTP libraries
;;; read a head.
(require :asdf)
(declaim (sb-ext:muffle-conditions style-warning sb-ext:compiler-note))
(defpackage :protocol
  (:use :cl)
  (:export #:reject #:unsupported #:missing #:library #:challenge #:octets #:message #:serve))
(in-package :protocol)

(defvar *in* (sb-sys:make-fd-stream 0 :external-format :utf-8 :buffering :full))
(defvar *out* (sb-sys:make-fd-stream 1 :output t :input nil :external-format :utf-8 :buffering :full))

(define-condition end (error) ((outcome :initarg :outcome :reader outcome) (why :initarg :why :reader why)))
(defun reject (why) (error 'end :outcome "reject" :why why))
(defun unsupported (why) (error 'end :outcome "unsupported" :why why))

;;; JSON: an object is a list of pairs, an array a vector; null, true and false are keywords.

(defun read-json (in)
  (case (peek-char t in)
    (#\{ (read-char in) (read-members in))
    (#\[ (read-char in) (read-elements in))
    (#\" (read-char in) (read-text in))
    (t (let ((word (coerce (loop while (find (peek-char nil in nil #\,) "+-.0123456789abcdefghijklmnopqrstuvwxyzE")
                                 collect (read-char in))
                           'string)))
         (cond ((string= word "null") :null)
               ((string= word "true") :true)
               ((string= word "false") :false)
               (t (parse-integer word)))))))

(defun read-members (in)
  (loop until (char= (peek-char t in) #\})
        collect (let ((name (read-json in)))
                  (peek-char t in)
                  (read-char in)
                  (prog1 (cons name (read-json in))
                    (when (char= (peek-char t in) #\,) (read-char in))))
          into members
        finally (read-char in) (return members)))

(defun read-elements (in)
  (loop until (char= (peek-char t in) #\])
        collect (prog1 (read-json in) (when (char= (peek-char t in) #\,) (read-char in))) into elements
        finally (read-char in) (return (coerce elements 'vector))))

(defun read-text (in)
  (with-output-to-string (text)
    (loop for c = (read-char in)
          until (char= c #\")
          do (write-char (if (char/= c #\\) c (read-escape in)) text))))

(defun read-escape (in)
  (let ((c (read-char in)))
    (case c
      (#\n #\Newline) (#\r #\Return) (#\t #\Tab) (#\b #\Backspace) (#\f #\Page)
      (#\u (code-char (parse-integer (coerce (loop repeat 4 collect (read-char in)) 'string) :radix 16)))
      (t c))))

(defun printable (c) (char<= #\Space c #\~))

;;; ASCII, with one code point for each octet.
(defun write-text (text)
  (write-char #\" *out*)
  (loop for c across text
        do (cond ((find c "\"\\") (write-char #\\ *out*) (write-char c *out*))
                 ((printable c) (write-char c *out*))
                 (t (format *out* "\\u~(~4,'0x~)" (char-code c)))))
  (write-char #\" *out*))

(defun write-json (value)
  (etypecase value
    (string (write-text value))
    (integer (format *out* "~d" value))
    (keyword (format *out* "~(~a~)" value))
    (vector (write-list #\[ (coerce value 'list) #'write-json #\]))
    (list (write-list #\{ value
                      (lambda (pair) (write-text (car pair)) (write-char #\: *out*) (write-json (cdr pair)))
                      #\}))))

(defun write-list (open elements write close)
  (write-char open *out*)
  (loop for (element . more) on elements
        do (funcall write element)
           (when more (write-char #\, *out*)))
  (write-char close *out*))

(defun say (answer)
  (write-json answer)
  (terpri *out*)
  (force-output *out*))

;;; Text for people; what it quotes of the value may hold anything.
(defun for-people (thing)
  (let ((text (substitute-if-not #\? #'printable (if (stringp thing) thing (or (ignore-errors (format nil "~a" thing)) "?")))))
    (subseq text 0 (min 500 (length text)))))

;;; Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
(defun missing (why)
  (read-line *in*)
  (say (list '("protocol" . 1) (cons "error" (for-people why))))
  (sb-ext:exit :code 3 :abort t))

(defmacro quiet (&body body)
  `(let ((*standard-output* (make-broadcast-stream)) (*error-output* (make-broadcast-stream)))
     (handler-bind ((warning #'muffle-warning)) ,@body)))

;;; Loads a system; what is compiled goes into FOLDER.
(defun library (system folder)
  (handler-case
      (quiet
        (uiop:symbol-call :asdf :initialize-output-translations
                          `(:output-translations (t (,folder :**/ :*.*.*)) :ignore-inherited-configuration))
        (uiop:symbol-call :asdf :load-system system)
        (uiop:symbol-call :asdf :component-version (uiop:symbol-call :asdf :find-system system)))
    (error (why) (missing why))))

;;; C of PROTOCOL.md, section 2.2. PARAMS are pairs.
(defun challenge (scheme params &optional (token68 :null))
  `(("scheme" . ,scheme) ("token68" . ,token68)
    ("params" . ,(map 'vector (lambda (pair) `(("name" . ,(car pair)) ("value" . ,(cdr pair)))) params))))

(defun octets (text) (map '(vector (unsigned-byte 8)) #'char-code text))

;;; The octets of a message, of which START is the first line.
(defun message (start name lines)
  (octets (format nil "~a~c~c~{~a~}~c~c" start #\Return #\Newline
                  (map 'list (lambda (line) (format nil "~a: ~a~c~c" name line #\Return #\Newline)) lines)
                  #\Return #\Newline)))

;;; The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3).
(defun lines-for (observes lines)
  (let ((takes (or (cdr (assoc "lines" observes :test #'string=)) "all")))
    (when (and (> (length lines) 1) (find takes '("one" "each") :test #'string=)) (unsupported "one field line only"))
    (if (and (null lines) (string/= takes "all")) '("") lines)))

(defun answer-to (query operations observes parse)
  (flet ((ask (name) (cdr (assoc name query :test #'string=))))
    (handler-case
        (let ((operation (ask "operation")))
          (unless (and (string= (ask "cmd") "parse") (find operation operations :test #'string=))
            (unsupported (format nil "~a ~a" (ask "cmd") operation)))
          (let ((found (quiet (funcall parse operation (lines-for observes (coerce (ask "lines") 'list))))))
            `(("outcome" . "accept") (,(if (string= operation "auth-info") "params" operation) . ,found))))
      (end (end)
        `(("outcome" . ,(outcome end))
          (,(if (string= (outcome end) "reject") "error" "reason") . ,(for-people (why end)))))
      ((or error sb-sys:interactive-interrupt sb-kernel::control-stack-exhausted) (why)
        `(("outcome" . "fault") ("error" . ,(for-people (format nil "~a: ~a" (type-of why) why))))))))

(defun serve (implementation operations observes parse)
  (loop for line = (read-line *in* nil)
        while line
        do (let* ((query (with-input-from-string (in line) (read-json in)))
                  (command (cdr (assoc "cmd" query :test #'string=))))
             (cond ((string= command "stop") (return))
                   ((string= command "hello")
                    (say `(("protocol" . 1)
                           ("implementation" . (,@implementation ("language" . "Common Lisp")
                                                ("runtime" . ,(format nil "SBCL ~a" (lisp-implementation-version)))))
                           ("operations" . ,(coerce operations 'vector)) ("serializes" . #()) ("observes" . ,observes))))
                   (t (say (acons "seq" (cdr (assoc "seq" query :test #'string=))
                                  (answer-to query operations observes parse)))))))
  (sb-ext:exit :code 0 :abort t))
