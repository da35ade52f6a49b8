;;; Hunchentoot: AUTHORIZATION of a request, whose head GET-REQUEST-DATA reads. The argument is the folder for what is compiled.
(load (merge-pathnames "protocol.lisp" *load-truename*))
(in-package :protocol)

(defparameter *version* (library :hunchentoot (car (last sb-ext:*posix-argv*))))
(unless (find-symbol "GET-REQUEST-DATA" :hunchentoot) (missing "no hunchentoot::get-request-data"))

;; What a request needs around it.
(defparameter *acceptor*
  (set (find-symbol "*ACCEPTOR*" :hunchentoot)
       (make-instance (find-symbol "ACCEPTOR" :hunchentoot) :access-log-destination nil :message-log-destination nil)))
(set (find-symbol "*REPLY*" :hunchentoot) (make-instance (find-symbol "REPLY" :hunchentoot)))

(defun request (lines)
  (let* ((octets (message "GET / HTTP/1.1" "Authorization" lines))
         (head (uiop:symbol-call :flexi-streams :make-flexi-stream
                                (uiop:symbol-call :flexi-streams :make-in-memory-input-stream octets)
                                :external-format :latin-1)))
    ;; A head that cannot be read ends the connection.
    (multiple-value-bind (headers method uri protocol)
        (handler-case (uiop:symbol-call :hunchentoot :get-request-data head) (error (why) (reject why)))
      (make-instance (find-symbol "REQUEST" :hunchentoot)
                     :acceptor *acceptor* :headers-in headers :content-stream nil :method method :uri uri :server-protocol protocol
                     :remote-addr "127.0.0.1" :remote-port 0))))

;;; C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it
;;; does, else the usual one, so that a library that reads another pair than was sent cannot hide it.
(defun basic-credentials (user password line)
  (let* ((pair (format nil "~a~@[:~a~]" user password))
         (words (remove "" (uiop:split-string (string-trim '(#\Space #\Tab) line) :separator " ") :test #'string=))
         (sent (second words)))
    (challenge "Basic" '()
               (if (and sent (null (cddr words))
                        (equal pair (ignore-errors (uiop:symbol-call :cl-base64 :base64-string-to-string sent))))
                   sent
                   (uiop:symbol-call :cl-base64 :string-to-base64-string pair)))))

(serve
 `(("name" . "Hunchentoot (Basic)") ("version" . ,*version*) ("homepage" . "https://edicl.github.io/hunchentoot/")
   ("issues" . "https://github.com/edicl/hunchentoot/issues") ("license" . "BSD-2-Clause"))
 '("credentials")
 '(("scheme_case" . "title") ("params" . "none") ("lines" . "all") ("only_schemes" . #("Basic")) ("octets" . "latin1")
   ("input" . "message"))
 (lambda (operation lines)
   (declare (ignore operation))
   (multiple-value-bind (user password) (uiop:symbol-call :hunchentoot :authorization (request lines))
     (if user (basic-credentials user password (or (first lines) "")) (reject "nil")))))
